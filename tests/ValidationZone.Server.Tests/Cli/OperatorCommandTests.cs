using System.Text.Json;

namespace ValidationZone.Server.Tests;

/// <summary>Tokens and accounts from the command line, beside a running server.</summary>
public sealed class OperatorCommandTests : IAsyncLifetime
{
    private const int NxDomain = 3;

    private readonly TempFolder _folder = new();
    private RunningServer _server = null!;

    [Fact]
    public async Task Account_from_the_command_line_works_in_the_running_server()
    {
        TestAccount account = await CreateAccountAsync();

        await Eventually.HoldsAsync(async () => (await _server.AskAsync(account.Fulldomain)).Rcode == 0);
        DnsAnswer answer = await _server.AskAsync(account.Fulldomain);
        HttpReply reply = await _server.UpdateAsync(account, Digests.Next());

        Assert.Equal((0, 1), (answer.Rcode, answer.AuthorityCount));
        Assert.Equal(200, reply.Status);
    }

    [Fact]
    public async Task Deleted_account_is_gone_from_the_running_server()
    {
        TestAccount account = await CreateAccountAsync();
        await _server.UpdateAsync(account, Digests.Next());

        ProgramResult deleted = await RunAsync("account", "delete", account.Fulldomain);
        await Eventually.HoldsAsync(async () => (await _server.AskAsync(account.Fulldomain)).Rcode == NxDomain);
        HttpReply reply = await _server.UpdateAsync(account, Digests.Next());

        Assert.Equal(0, deleted.ExitCode);
        Assert.Contains($"Deleted {account.Fulldomain}", deleted.Output, StringComparison.Ordinal);
        Assert.Equal(401, reply.Status);
    }

    [Fact]
    public async Task Unknown_account_ends_with_1_in_clear_words()
    {
        TestAccount account = await CreateAccountAsync();
        await RunAsync("account", "delete", account.Subdomain);

        ProgramResult again = await RunAsync("account", "delete", account.Subdomain);
        ProgramResult shown = await RunAsync("account", "show", "never-was");
        ProgramResult wrong = await RunAsync("account", "show", "_acme-challenge");

        Assert.Equal((1, 1, 1), (again.ExitCode, shown.ExitCode, wrong.ExitCode));
        Assert.Equal($"validationzone: there is no account {account.Subdomain}\n", again.Error);
        Assert.Equal("validationzone: there is no account never-was\n", shown.Error);
        Assert.Equal("validationzone: '_acme-challenge' is not a subdomain\n", wrong.Error);
    }

    [Fact]
    public async Task List_and_show_tell_everything_but_the_key()
    {
        TestAccount account = await CreateAccountAsync("--note", "web shop", "--allow-from", "192.0.2.0/24");

        ProgramResult list = await RunAsync("account", "list");
        ProgramResult show = await RunAsync(
            "account", "show", account.Subdomain.ToUpperInvariant() + ".AUTH.example.org.");

        Assert.Contains(account.Subdomain, list.Output, StringComparison.Ordinal);
        Assert.Contains("web shop", list.Output, StringComparison.Ordinal);
        Assert.Contains(account.Username, show.Output, StringComparison.Ordinal);
        Assert.Contains("192.0.2.0/24", show.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(account.Password, list.AllText + show.AllText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_output_is_one_line_that_parses()
    {
        TestAccount first = await CreateAccountAsync();
        TestAccount second = await CreateAccountAsync();

        ProgramResult list = await RunAsync("account", "list", "--json");
        ProgramResult show = await RunAsync("account", "show", first.Subdomain, "--json");
        ProgramResult delete = await RunAsync("account", "delete", first.Subdomain, "--json");

        Assert.Equal(
            new[] { first.Subdomain, second.Subdomain }.Order(StringComparer.Ordinal),
            Parse(list).EnumerateArray().Select(entry => entry.GetProperty("subdomain").GetString()));
        Assert.Equal(first.Fulldomain, Parse(show).GetProperty("fulldomain").GetString());
        Assert.Equal(first.Subdomain, Parse(delete).GetProperty("deleted").GetString());
    }

    [Fact]
    public async Task Token_is_shown_once_and_works_until_it_is_revoked()
    {
        JsonElement created = Parse(
            await RunAsync("token", "create", "--quota", "5", "--expires", "1h", "--note", "ci", "--json"));
        string secret = created.GetProperty("token").GetString()!;
        HttpReply before = await _server.PostAsync($"/{secret}/register");

        ProgramResult revoked = await RunAsync("token", "revoke", created.GetProperty("id").GetString()!);
        HttpReply after = await _server.PostAsync($"/{secret}/register");
        ProgramResult list = await RunAsync("token", "list");

        Assert.Equal((201, 0, 401), (before.Status, revoked.ExitCode, after.Status));
        Assert.Contains("used 1 of 5", list.Output, StringComparison.Ordinal);
        Assert.Contains("revoked", list.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, list.AllText + revoked.AllText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quiet_token_is_the_token_and_nothing_else()
    {
        ProgramResult result = await RunAsync("token", "create", "--quiet");

        Assert.Matches(@"^vz_[A-Za-z0-9_-]{43}\n$", result.Output);
    }

    [Fact]
    public async Task Secrets_for_people_come_with_a_word_that_they_are_shown_once()
    {
        ProgramResult token = await RunAsync("token", "create", "--role", "viewer");
        ProgramResult account = await RunAsync("account", "create");

        Assert.Contains("shown this once", token.Output, StringComparison.Ordinal);
        Assert.Contains("shown this once", account.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_token_cannot_be_revoked()
    {
        ProgramResult result = await RunAsync("token", "revoke", Guid.Empty.ToString());

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("there is no token", result.Error, StringComparison.Ordinal);
    }

    public async ValueTask InitializeAsync() =>
        _server = await RunningServer.StartInAsync(
            _folder, ("Registration:Mode", "token"), ("Zone:Name", "auth.example.org"));

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    private static JsonElement Parse(ProgramResult result)
    {
        Assert.Single(result.Output.TrimEnd('\n').Split('\n'));
        using var document = JsonDocument.Parse(result.Output);
        return document.RootElement.Clone();
    }

    private Task<ProgramResult> RunAsync(params string[] arguments) =>
        ServerProgram.RunAsync(_folder, [.. arguments, "--database", "sqlite:" + _folder.File("test.db")]);

    private async Task<TestAccount> CreateAccountAsync(params string[] more)
    {
        ProgramResult result = await RunAsync(["account", "create", "--json", .. more]);
        Assert.Equal(0, result.ExitCode);
        return TestAccount.Read(result.Output);
    }
}
