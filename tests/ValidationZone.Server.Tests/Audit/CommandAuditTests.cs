using System.Net;
using System.Text.Json;
using ValidationZone.Accounts.Audit;

namespace ValidationZone.Server.Tests;

/// <summary>What the audit tells of commands.</summary>
public sealed class CommandAuditTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Accounts_from_the_command_line_bear_the_name_of_the_user()
    {
        var account = TestAccount.Read((await RunAsync("account", "create", "--json")).Output);
        await RunAsync("account", "delete", account.Subdomain);
        await RunAsync("account", "delete", account.Subdomain);

        IReadOnlyList<AuditEntry> entries = await AuditTrail.ReadAsync(_folder);
        Assert.Equal(
            [AuditAction.SubdomainRegistered, AuditAction.SubdomainDeleted], entries.Select(entry => entry.Action));
        Assert.All(entries, entry => Assert.Equal(AuditActor.CommandLine(Environment.UserName), entry.Actor));
        Assert.All(entries, entry => Assert.Equal(account.Subdomain, entry.Subdomain!.Text));
        Assert.Equal(account.Username, entries[0].Target.ToString());
        Assert.Equal((true, (IPAddress?)null), (entries[0].Request.IsNone, entries[0].Source));
    }

    [Fact]
    public async Task Tokens_are_told_by_their_identifier_and_never_by_their_secret()
    {
        using var created = JsonDocument.Parse((await RunAsync("token", "create", "--json")).Output);
        string id = created.RootElement.GetProperty("id").GetString()!;
        await RunAsync("token", "revoke", id);

        IReadOnlyList<AuditEntry> entries = await AuditTrail.ReadAsync(_folder);
        Assert.Equal([AuditAction.TokenCreated, AuditAction.TokenRevoked], entries.Select(entry => entry.Action));
        Assert.All(entries, entry => Assert.Equal(id, entry.Target.ToString()));
        Assert.DoesNotContain(
            created.RootElement.GetProperty("token").GetString()!, AuditTrail.Text(_folder), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_writes_beside_a_running_server()
    {
        await using RunningServer server = await RunningServer.StartInAsync(_folder);
        await server.RegisterAsync();

        await RunAsync("account", "create");
        await server.RegisterAsync();
        await server.DisposeAsync();

        IReadOnlyList<AuditEntry> entries = await AuditTrail.ReadAsync(_folder);
        Assert.Equal(3, entries.Count);
        Assert.Single(entries, entry => entry.Actor.Kind == AuditActorKind.CommandLine);
    }

    [Fact]
    public async Task Command_whose_entry_cannot_be_written_says_so_and_has_done_its_work()
    {
        await File.WriteAllTextAsync(
            AuditTrail.FolderOf(_folder), "in the way", TestContext.Current.CancellationToken);

        ProgramResult result = await RunAsync("account", "create", "--json");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("validationzone: the audit could not be written: ", result.Error, StringComparison.Ordinal);
        Assert.NotEmpty(TestAccount.Read(result.Output).Subdomain);
    }

    private Task<ProgramResult> RunAsync(params string[] arguments) =>
        ServerProgram.RunAsync(_folder, [.. arguments, "--database", "sqlite:" + _folder.File("test.db")]);
}
