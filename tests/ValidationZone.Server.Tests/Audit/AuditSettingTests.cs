using ValidationZone.Accounts.Audit;

namespace ValidationZone.Server.Tests;

/// <summary>Modes and settings of a server that decide what is in its audit, and where.</summary>
public sealed class AuditSettingTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Audit_that_is_turned_off_leaves_no_file_and_replies_stay_the_same()
    {
        await using RunningServer server = await RunningServer.StartInAsync(_folder, ("Audit:Enabled", "false"));

        TestAccount account = await server.RegisterAsync();
        HttpReply reply = await server.UpdateAsync(account, Digests.Next());
        await server.DisposeAsync();

        Assert.Equal(200, reply.Status);
        Assert.Matches("^[0-9a-f]{16}$", reply.Headers["X-Request-Id"]);
        Assert.False(Directory.Exists(AuditTrail.FolderOf(_folder)));
    }

    [Fact]
    public async Task Folder_is_where_it_was_configured()
    {
        string elsewhere = _folder.File("elsewhere");
        await using RunningServer server = await RunningServer.StartInAsync(_folder, ("Audit:Folder", elsewhere));

        await server.RegisterAsync();
        await server.DisposeAsync();

        Assert.Single(Directory.GetFiles(elsewhere, "audit-*.jsonl"));
    }

    [Fact]
    public async Task Registration_with_a_token_is_the_tokens_and_one_without_is_refused()
    {
        await using RunningServer server = await RunningServer.StartInAsync(_folder, ("Registration:Mode", "token"));
        (Guid id, string secret) = await Tokens.CreateAsync(_folder);

        await server.PostAsync("/register");
        await server.PostAsync("/register", body: null, ("Authorization", "Bearer " + secret));

        AuditEntry registered = await AuditTrail.WaitForAsync(_folder, AuditAction.SubdomainRegistered);
        AuditEntry refused = await AuditTrail.WaitForAsync(_folder, AuditAction.AuthenticationRefused);
        Assert.Equal((AuditActor.Token(id), AuditOutcome.Done), (registered.Actor, registered.Outcome));
        Assert.Equal((AuditActor.Anonymous, "forbidden"), (refused.Actor, refused.Outcome.Word));
    }

    [Fact]
    public async Task Closed_registration_is_told_as_that()
    {
        await using RunningServer server = await RunningServer.StartInAsync(_folder, ("Registration:Mode", "closed"));

        await server.PostAsync("/register");

        AuditEntry entry = await AuditTrail.WaitForAsync(_folder, AuditAction.AuthenticationRefused);
        Assert.Equal("registration_closed", entry.Outcome.Word);
    }

    [Fact]
    public async Task Disk_that_refuses_stops_no_request_and_is_logged_with_its_end()
    {
        await File.WriteAllTextAsync(
            AuditTrail.FolderOf(_folder), "in the way", TestContext.Current.CancellationToken);
        await using RunningServer server = await RunningServer.StartInAsync(_folder);

        TestAccount account = await server.RegisterAsync();
        HttpReply reply = await server.UpdateAsync(account, Digests.Next());
        await server.Log.WaitForAsync("Warning 6001 ");
        File.Delete(AuditTrail.FolderOf(_folder));
        await server.Log.WaitForAsync("Information 6002 ");

        Assert.Equal(200, reply.Status);
        Assert.Single(server.Log.Lines, line => line.StartsWith("Warning 6001 ", StringComparison.Ordinal));
        await AuditTrail.WaitForAsync(_folder, AuditAction.ValuePublished);
    }

    [Fact]
    public async Task Entries_that_are_lost_at_the_end_are_logged()
    {
        await File.WriteAllTextAsync(
            AuditTrail.FolderOf(_folder), "in the way", TestContext.Current.CancellationToken);
        await using RunningServer server = await RunningServer.StartInAsync(_folder);
        await server.RegisterAsync();

        await server.DisposeAsync();

        Assert.Contains("Warning 6003 1 entries", server.Log.Text, StringComparison.Ordinal);
    }
}
