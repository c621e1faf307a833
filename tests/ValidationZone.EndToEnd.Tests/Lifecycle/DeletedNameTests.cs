using System.Net;
using ValidationZone.EndToEnd.Tests.Harness;

namespace ValidationZone.EndToEnd.Tests.Lifecycle;

/// <summary>
/// Two names are deleted, one by HTTP and one by a command. Their aliases may still stand in somebody's zone, so that
/// whoever got such a name back could have certificates for that domain.
/// </summary>
public sealed class DeletedNameTests : IAsyncLifetime
{
    private static readonly int Registrations = Tools.LongRun ? 100_000 : 2_000;

    private readonly TempFolder _folder = new();
    private ServerProcess _server = null!;
    private ServerCommands _commands = null!;
    private OperatorApi _operator = null!;
    private RegisteredAccount[] _deleted = null!;
    private RegisteredAccount _withoutCredential = null!;
    private string _revokedToken = "";

    private string Database => _folder.Combine("data", "validationzone.db");

    private string Backup => _folder.Combine("backup.db");

    private string Export => _folder.Combine("accounts.jsonl");

    public async ValueTask InitializeAsync()
    {
        Tools.Require("dig");
        _server = await ServerProcess.StartAsync(Database);
        _commands = new ServerCommands(Database);
        _operator = new OperatorApi(_server, await _commands.CreateTokenAsync("admin"));
        _revokedToken = await _commands.CreateTokenAsync("viewer");
        _deleted = await _server.Api.RegisterAsync(2);
        _withoutCredential = await _server.Api.RegisterAsync();
        await _operator.AddCredentialAsync(_withoutCredential);
        foreach (RegisteredAccount account in _deleted)
            await _server.Api.UpdateAsync(account, ChallengeValue.Next());
        (await _commands.RunAsync("backup", "--to", Backup)).MustSucceed();
        (await _commands.RunAsync("account", "export", "--out", Export)).MustSucceed();
        await TakeAwayAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _operator?.Dispose();
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
        _folder.Dispose();
    }

    [Fact]
    public async Task Registration_never_gives_it_out_and_nobody_may_choose_it()
    {
        string[] names = [.. _deleted.Select(account => account.Subdomain)];
        for (int done = 0; done < Registrations; done += 100)
        {
            RegisteredAccount[] registered = await _server.Api.RegisterAsync(100);
            Assert.Empty(registered.Select(account => account.Subdomain).Intersect(names));
        }

        await AssertGoneAsync();
    }

    [Fact]
    public async Task Import_from_acme_dns_refuses_it()
    {
        string file = _folder.Combine("acme-dns.db");
        await AcmeDnsFile.WriteAsync(file, _deleted);

        FinishedProcess import = await _commands.RunAsync("import", "acme-dns", "--from", "sqlite:" + file, "--yes");

        Assert.Equal(1, import.ExitCode);
        Assert.Contains("2 because it was deleted or revoked here", import.Output, StringComparison.Ordinal);
        await AssertGoneAsync();
    }

    [Fact]
    public async Task Import_of_an_export_from_before_refuses_it()
    {
        FinishedProcess import = await _commands.RunAsync("account", "import", Export, "--yes");

        Assert.Equal(1, import.ExitCode);
        Assert.All(_deleted, account => Assert.Contains(account.Subdomain, import.Output, StringComparison.Ordinal));
        await AssertGoneAsync();
    }

    [Fact]
    public async Task Older_backup_that_is_put_back_does_not_bring_it_back()
    {
        await RestartWithAsync(() => File.Copy(Backup, Database));

        await AssertGoneAsync();
        await AssertRevokedAsync();
    }

    [Fact]
    public async Task Older_backup_with_an_import_on_top_does_not_bring_it_back()
    {
        await RestartWithAsync(() => File.Copy(Backup, Database));

        FinishedProcess import = await _commands.RunAsync("account", "import", Export, "--yes");

        Assert.Equal(1, import.ExitCode);
        await AssertGoneAsync();
        await AssertRevokedAsync();
    }

    [Fact]
    public async Task New_database_beside_the_old_log_does_not_bring_it_back()
    {
        await RestartWithAsync(() => { });
        _operator.Dispose();
        _operator = new OperatorApi(_server, await _commands.CreateTokenAsync("admin"));

        FinishedProcess import = await _commands.RunAsync("account", "import", Export, "--yes");

        Assert.Equal(1, import.ExitCode);
        await AssertGoneAsync();
    }

    /// <summary>Deletes one name each way, removes a credential and revokes a token.</summary>
    private async Task TakeAwayAsync()
    {
        Assert.Equal(
            HttpStatusCode.NoContent,
            await _operator.StatusAsync("DELETE", $"/v1/subdomains/{_deleted[0].Subdomain}"));
        (await _commands.RunAsync("account", "delete", _deleted[1].Subdomain)).MustSucceed();
        string path = $"/v1/subdomains/{_withoutCredential.Subdomain}/credentials/{_withoutCredential.Username}";
        Assert.Equal(HttpStatusCode.NoContent, await _operator.StatusAsync("DELETE", path));
        string tokens = (await _commands.RunAsync("token", "list")).MustSucceed();
        string viewer = tokens.Split('\n').Single(line => line.Contains("viewer", StringComparison.Ordinal));
        (await _commands.RunAsync("token", "revoke", viewer.Split(' ')[0])).MustSucceed();
        await Eventually.HoldsAsync(
            "the command's deletion is taken in", async () => (await AskAsync(_deleted[1])).Contains("NXDOMAIN"));
    }

    /// <summary>Stops the server, takes its database away but not what stands beside it, and starts it anew.</summary>
    private async Task RestartWithAsync(Action putDatabase)
    {
        Assert.Equal(0, await _server.TerminateAsync());
        foreach (string suffix in new[] { "", "-wal", "-shm" })
            File.Delete(Database + suffix);
        putDatabase();
        await _server.StartAgainAsync();
    }

    private async Task AssertGoneAsync()
    {
        foreach (RegisteredAccount account in _deleted)
        {
            HttpStatusCode chosen =
                await _operator.StatusAsync("POST", "/v1/subdomains", new { name = account.Subdomain });
            Assert.Equal(HttpStatusCode.Conflict, chosen);
            Assert.Equal(HttpStatusCode.Unauthorized, await _server.Api.UpdateAsync(account, ChallengeValue.Next()));
            Assert.Contains("status: NXDOMAIN", await AskAsync(account), StringComparison.Ordinal);
        }
    }

    private async Task AssertRevokedAsync()
    {
        using var revoked = new OperatorApi(_server, _revokedToken);
        Assert.Equal(HttpStatusCode.Unauthorized, await revoked.StatusAsync("GET", "/v1/subdomains"));
        Assert.Equal(
            HttpStatusCode.Unauthorized, await _server.Api.UpdateAsync(_withoutCredential, ChallengeValue.Next()));
        Assert.Contains("status: NOERROR", await AskAsync(_withoutCredential), StringComparison.Ordinal);
    }

    private async Task<string> AskAsync(RegisteredAccount account) => (await ChildProcess.RunAsync(
        Tools.PathOf("dig"),
        ["@127.0.0.1", "-p", $"{_server.DnsPort}", account.Fulldomain, "TXT", "+norec"])).MustSucceed();
}
