using System.Text.Json;

namespace ValidationZone.Server.Tests;

/// <summary>Accounts are rotated, disabled and enabled from the command line, beside a running server.</summary>
public sealed class AccountChangeTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private OperatorCommands _commands = null!;
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _commands = new OperatorCommands(_folder);
        _server = await RunningServer.StartInAsync(_folder);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Rotated_key_works_and_the_old_one_no_more()
    {
        TestAccount account = await _server.RegisterAsync();

        ProgramResult result = await _commands.RunAsync("account", "rotate", account.Subdomain, "--json");
        var rotated = TestAccount.Read(result.Output);
        await EventuallyStatusAsync(rotated, 200);

        Assert.Equal((account.Username, account.Fulldomain), (rotated.Username, rotated.Fulldomain));
        Assert.NotEqual(account.Password, rotated.Password);
        Assert.Equal(401, (await _server.UpdateAsync(account, Digests.Next())).Status);
        Assert.Equal(JsonValueKind.Null, Parse(result).GetProperty("previous_key_until").ValueKind);
    }

    [Fact]
    public async Task With_an_overlap_both_keys_work_and_show_tells_until_when()
    {
        TestAccount account = await _server.RegisterAsync();

        ProgramResult result = await _commands.RunAsync("account", "rotate", account.Subdomain, "--overlap", "1h");
        ProgramResult show = await _commands.RunAsync("account", "show", account.Subdomain);
        TestAccount rotated = account with { Password = PasswordIn(result.Output) };
        await EventuallyStatusAsync(rotated, 200);

        Assert.Equal(200, (await _server.UpdateAsync(account, Digests.Next())).Status);
        Assert.Matches("The old key works until 20..-..-..T..:..:..Z\\.", result.Output);
        Assert.Contains("shown this once", result.Output, StringComparison.Ordinal);
        Assert.Matches("the key before works until 20..-..-..T", show.Output);
        Assert.DoesNotContain(rotated.Password, show.AllText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Account_without_credentials_or_with_another_username_rotates_nothing()
    {
        TestAccount account = await _server.RegisterAsync();

        ProgramResult unknown = await _commands.RunAsync("account", "rotate", "never-was");
        ProgramResult other = await _commands.RunAsync(
            "account", "rotate", account.Subdomain, "--username", "7b4d3c9e-0d5f-4d0a-9a51-0123456789ab");

        Assert.Equal((1, "validationzone: there is no account never-was\n"), (unknown.ExitCode, unknown.Error));
        Assert.Equal(1, other.ExitCode);
        Assert.Contains("there is no credential 7b4d3c9e-", other.Error, StringComparison.Ordinal);
        Assert.Equal(200, (await _server.UpdateAsync(account, Digests.Next())).Status);
    }

    [Theory]
    [InlineData("8d")]
    [InlineData("soon")]
    public async Task Overlap_that_is_too_long_or_no_duration_is_refused(string overlap)
    {
        TestAccount account = await _server.RegisterAsync();

        ProgramResult result = await _commands.RunAsync(
            "account", "rotate", account.Subdomain, "--overlap", overlap);

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains("at most 7d", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disabled_account_loses_its_values_keeps_its_name_and_works_again_when_enabled()
    {
        TestAccount account = await _server.RegisterAsync();
        await _server.UpdateAsync(account, Digests.Next());

        ProgramResult disabled = await _commands.RunAsync("account", "disable", account.Fulldomain);
        await EventuallyStatusAsync(account, 401);
        // The store refuses before the server has heard of it and takes the values away.
        await Eventually.HoldsAsync(async () => (await _server.AskAsync(account.Fulldomain)).Texts.Count == 0);
        DnsAnswer answer = await _server.AskAsync(account.Fulldomain);
        ProgramResult row = await _commands.RunAsync("account", "list");
        JsonElement enabled = await _commands.AskAsync("account", "enable", account.Subdomain);
        await EventuallyStatusAsync(account, 200);

        Assert.StartsWith($"Disabled {account.Fulldomain}: 1 live value is gone", disabled.Output, StringComparison.Ordinal);
        Assert.Equal((0, 1), (answer.Rcode, answer.AuthorityCount));
        Assert.Empty(answer.Texts);
        Assert.Contains(", disabled,", row.Output, StringComparison.Ordinal);
        Assert.True(enabled.GetProperty("enabled").GetBoolean());
    }

    [Fact]
    public async Task One_credential_can_be_disabled_alone()
    {
        TestAccount account = await _server.RegisterAsync();
        await _server.UpdateAsync(account, Digests.Next());

        JsonElement disabled = await _commands.AskAsync(
            "account", "disable", account.Subdomain, "--username", account.Username);
        await EventuallyStatusAsync(account, 401);
        ProgramResult show = await _commands.RunAsync("account", "show", account.Subdomain);
        ProgramResult row = await _commands.RunAsync("account", "list");

        Assert.Equal(account.Username, disabled.GetProperty("username").GetString());
        Assert.Equal(1, disabled.GetProperty("values_removed").GetInt32());
        Assert.Contains($"{account.Username} from anywhere, disabled", show.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("state ", show.Output, StringComparison.Ordinal);
        Assert.Contains(", 1 credential (1 disabled), 0 values, ", row.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_says_one_credential_and_two_credentials_and_so_of_values()
    {
        TestAccount account = await _server.RegisterAsync();

        await _server.UpdateAsync(account, Digests.Next());
        ProgramResult one = await _commands.RunAsync("account", "list");
        await _server.PostAsync($"/v1/subdomains/{account.Subdomain}/credentials", null, account.Headers);
        await _server.UpdateAsync(account, Digests.Next());
        ProgramResult two = await _commands.RunAsync("account", "list");

        Assert.Contains(", 1 credential, 1 value, ", one.Output, StringComparison.Ordinal);
        Assert.Contains(", 2 credentials, 2 values, ", two.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_filters_by_name_note_and_use()
    {
        TestAccount used = await _server.RegisterAsync();
        await _server.UpdateAsync(used, Digests.Next());
        TestAccount noted = await _commands.CreateAccountAsync("--note", "Web Shop 100%");

        Assert.Equal([noted.Subdomain], await ListAsync("--note", "shop 100%"));
        Assert.Empty(await ListAsync("--note", "100_"));
        Assert.Equal([used.Subdomain], await ListAsync("--name", used.Subdomain[5..20]));
        Assert.Equal([noted.Subdomain], await ListAsync("--never-used"));
        Assert.Empty(await ListAsync("--unused", "1d"));
        Assert.Equal(2, (await ListAsync("--unused", "0")).Count);
    }

    [Fact]
    public async Task Every_change_is_in_the_audit()
    {
        TestAccount account = await _commands.CreateAccountAsync();
        await _commands.AskAsync("account", "rotate", account.Subdomain);
        await _commands.AskAsync("account", "disable", account.Subdomain);
        await _commands.AskAsync("account", "enable", account.Subdomain, "--username", account.Username);
        await _commands.AskAsync("backup", "--to", _folder.File("copy.db"));
        await _commands.RunAsync("account", "export");

        string audit = Audit();

        Assert.All(
            ["key_rotated", "subdomain_changed", "credential_changed", "backup_made", "accounts_exported"],
            word => Assert.Contains($"\"{word}\"", audit, StringComparison.Ordinal));
        Assert.DoesNotContain(account.Password, audit, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Last_use_of_credential_and_token_is_stored_when_the_server_stops()
    {
        JsonElement token = await _commands.AskAsync("token", "create");
        await using (RunningServer server = await RunningServer.StartInAsync(_folder, ("Registration:Mode", "token")))
        {
            var account = TestAccount.Read(
                (await server.PostAsync($"/{token.GetProperty("token").GetString()}/register")).Body);
            await server.UpdateAsync(account, Digests.Next());
        }

        JsonElement listed = (await _commands.AskAsync("token", "list"))[0];
        ProgramResult row = await _commands.RunAsync("token", "list");
        JsonElement credential = (await _commands.AskAsync("account", "list"))[0].GetProperty("credentials")[0];

        Assert.StartsWith("20", listed.GetProperty("last_used").GetString(), StringComparison.Ordinal);
        Assert.Matches("used 1 of any number, last used 20..-", row.Output);
        Assert.StartsWith("20", credential.GetProperty("last_used").GetString(), StringComparison.Ordinal);
    }

    private static JsonElement Parse(ProgramResult result)
    {
        using var document = JsonDocument.Parse(result.Output);
        return document.RootElement.Clone();
    }

    private static string PasswordIn(string output) =>
        output.Split('\n').First(line => line.StartsWith("password", StringComparison.Ordinal)).Split(' ')[^1];

    private async Task<List<string?>> ListAsync(params string[] filter) =>
        [.. (await _commands.AskAsync(["account", "list", .. filter]))
            .EnumerateArray().Select(entry => entry.GetProperty("subdomain").GetString())];

    private Task EventuallyStatusAsync(TestAccount account, int status) =>
        Eventually.HoldsAsync(async () => (await _server.UpdateAsync(account, Digests.Next())).Status == status);

    private string Audit() => string.Concat(Directory.GetFiles(_folder.File("audit")).Select(File.ReadAllText));
}
