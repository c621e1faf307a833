using System.Text.Json;

namespace ValidationZone.Server.Tests;

/// <summary><c>account create --domain</c>: the account and the CNAME record that leads to it.</summary>
public sealed class AccountDomainTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Record_is_printed_for_a_zone_file_a_web_form_and_Terraform()
    {
        ProgramResult result = await CreateAsync("--domain", "www.example.com");

        string target = FieldOf(result, "fulldomain");
        Assert.Contains($"    _acme-challenge.www.example.com. 300 IN CNAME {target}.\n", result.Output, StringComparison.Ordinal);
        Assert.Contains(
            $"    type CNAME, name _acme-challenge.www.example.com, target {target}\n", result.Output, StringComparison.Ordinal);
        Assert.Contains($"      \"www.example.com\" = \"{target}\"\n", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("validationzone check www.example.com\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Name_and_its_wildcard_in_any_spelling_share_one_account()
    {
        ProgramResult result = await CreateAsync(
            "--json", "--domain", "www.example.com", "--domain", "*.WWW.example.com.", "--domain", "_acme-challenge.www.example.com");

        JsonElement account = Assert.Single(Lines(result));
        Assert.Equal("www.example.com", account.GetProperty("domain").GetString());
    }

    [Fact]
    public async Task Json_is_the_reply_to_a_registration_with_the_record_beside_it()
    {
        ProgramResult result = await CreateAsync("--json", "--domain", "a.example.com", "--domain", "b.example.com");

        JsonElement[] accounts = Lines(result);
        Assert.Equal(
            ["username", "password", "fulldomain", "subdomain", "allowfrom", "domain", "cname"],
            accounts[0].EnumerateObject().Select(field => field.Name));
        Assert.Equal(
            ["_acme-challenge.a.example.com", "_acme-challenge.b.example.com"],
            accounts.Select(account => account.GetProperty("cname").GetProperty("name").GetString()));
        Assert.All(accounts, account => Assert.Equal(
            account.GetProperty("fulldomain").GetString(), account.GetProperty("cname").GetProperty("target").GetString()));
        Assert.NotEqual(accounts[0].GetProperty("fulldomain").GetString(), accounts[1].GetProperty("fulldomain").GetString());
    }

    [Fact]
    public async Task Domain_is_the_note_unless_another_is_given()
    {
        await CreateAsync("--domain", "www.example.com");
        await CreateAsync("--domain", "shop.example.com", "--note", "the shop");

        ProgramResult list = await RunAsync("account", "list");

        Assert.Contains("www.example.com", list.Output, StringComparison.Ordinal);
        Assert.Contains("the shop", list.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("shop.example.com", list.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bücher.example")]
    [InlineData("localhost")]
    [InlineData("a..example.com")]
    [InlineData("www.example.com; rm -rf /")]
    [InlineData("")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example.com")]
    public async Task What_is_no_domain_name_makes_no_account(string text)
    {
        ProgramResult result = await CreateAsync("--domain", "www.example.com", "--domain", text);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains($"not '{text}'", result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task Name_that_leaves_no_room_for_the_challenge_label_is_refused()
    {
        string longName = string.Join('.', Enumerable.Repeat(new string('a', 59), 4));

        ProgramResult result = await CreateAsync("--domain", longName + ".org");

        Assert.Equal(2, result.ExitCode);
    }

    public void Dispose() => _folder.Dispose();

    private static JsonElement[] Lines(ProgramResult result) =>
        [.. result.Output.TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement)];

    private static string FieldOf(ProgramResult result, string name) =>
        result.Output.Split('\n').Single(line => line.StartsWith(name + " ", StringComparison.Ordinal))[name.Length..].Trim();

    private Task<ProgramResult> CreateAsync(params string[] more) => RunAsync(["account", "create", .. more]);

    private Task<ProgramResult> RunAsync(params string[] arguments) =>
        ServerProgram.RunAsync(_folder, [.. arguments, "--database", "sqlite:" + _folder.File("test.db")]);
}
