using System.Text.Json;

namespace ValidationZone.Server.Tests.Api.V1;

public sealed class SubdomainsTests(V1Server v1) : IClassFixture<V1Server>
{
    [Fact]
    public async Task Created_subdomain_comes_with_a_key_that_works_and_is_told_once()
    {
        HttpReply created = await v1.AsAdminAsync(
            "POST", "/v1/subdomains", """{"note":"www.example.com","allowfrom":["127.0.0.0/8"]}""");
        JsonElement account = V1Server.Parse(created);
        string subdomain = account.GetProperty("subdomain").GetString()!;

        HttpReply shown = await v1.SendAsync("GET", $"/v1/subdomains/{subdomain}", Headers(account));
        JsonElement credential = Assert.Single(V1Server.Parse(shown).GetProperty("credentials").EnumerateArray());

        Assert.Equal(201, created.Status);
        Assert.Equal($"/v1/subdomains/{subdomain}", created.Headers["Location"]);
        Assert.Equal("no-store", created.Headers["Cache-Control"]);
        Assert.Equal(subdomain + ".auth.example.org", account.GetProperty("fulldomain").GetString());
        Assert.Equal("""["127.0.0.0/8"]""", account.GetProperty("allowfrom").GetRawText());
        Assert.Equal("www.example.com", V1Server.Parse(shown).GetProperty("note").GetString());
        Assert.Equal(account.GetProperty("username").GetGuid(), credential.GetProperty("username").GetGuid());
        Assert.DoesNotContain(account.GetProperty("key").GetString()!, shown.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Admin_may_choose_a_name_and_nobody_gets_it_a_second_time()
    {
        string body = """{"name":"www.chosen.example"}""";

        HttpReply created = await v1.AsAdminAsync("POST", "/v1/subdomains", body);
        HttpReply taken = await v1.AsAdminAsync("POST", "/v1/subdomains", body);
        HttpReply deleted = await v1.AsAdminAsync("DELETE", "/v1/subdomains/www.chosen.example");
        HttpReply buried = await v1.AsAdminAsync("POST", "/v1/subdomains", body);

        Assert.Equal("/v1/subdomains/www.chosen.example", created.Headers["Location"]);
        Assert.Equal("409 name_taken", V1Server.CodeOf(taken));
        Assert.Equal((204, ""), (deleted.Status, deleted.Body));
        Assert.Equal("409 name_taken", V1Server.CodeOf(buried));
    }

    [Theory]
    [InlineData("_acme-challenge")]
    [InlineData("a._dmarc")]
    [InlineData("-a")]
    [InlineData("UPPER")]
    [InlineData("a..b")]
    [InlineData("")]
    [InlineData("a.")]
    [InlineData("ex\u0430mple")]
    [InlineData("www\uFF0Eexample")]
    [InlineData("a\u200Bb")]
    public async Task Name_that_cannot_be_a_subdomain_is_refused(string name)
    {
        HttpReply reply = await v1.AsAdminAsync(
            "POST", "/v1/subdomains", JsonSerializer.Serialize(new { name }));

        Assert.Equal("400 bad_name", V1Server.CodeOf(reply));
    }

    [Fact]
    public async Task Name_that_the_zone_has_taken_is_refused_and_not_used_up()
    {
        HttpReply refused = await v1.AsAdminAsync("POST", "/v1/subdomains", """{"name":"ns1"}""");
        HttpReply shown = await v1.AsAdminAsync("GET", "/v1/subdomains/ns1");

        Assert.Equal("409 name_not_served", V1Server.CodeOf(refused));
        Assert.Equal("404 not_found", V1Server.CodeOf(shown));
    }

    [Fact]
    public async Task Registrar_may_not_choose_a_name()
    {
        HttpReply reply = await v1.SendAsync(
            "POST", "/v1/subdomains", v1.Bearer("registrar"), """{"name":"chosen-by-registrar"}""");

        Assert.Equal("403 role_required", V1Server.CodeOf(reply));
    }

    [Fact]
    public async Task Quota_of_a_token_counts_and_then_says_so()
    {
        (_, string secret) = await Tokens.CreateAsync(v1.Folder, quota: 1);
        (string, string)[] headers = [("Authorization", "Bearer " + secret)];

        HttpReply first = await v1.SendAsync("POST", "/v1/subdomains", headers);
        HttpReply second = await v1.SendAsync("POST", "/v1/subdomains", headers);

        Assert.Equal(201, first.Status);
        Assert.Equal("403 token_spent", V1Server.CodeOf(second));
    }

    [Fact]
    public async Task Disabled_subdomain_loses_its_values_and_takes_none_until_it_is_enabled()
    {
        TestAccount account = await v1.RegisterAsync();
        await v1.Server.UpdateAsync(account, Digests.Next());

        HttpReply changed = await v1.AsAdminAsync("PATCH", Path(account), """{"enabled":false}""");
        IReadOnlyList<string> shown = (await v1.Server.AskAsync(account.Fulldomain)).Texts;
        HttpReply refused = await v1.Server.UpdateAsync(account, Digests.Next());
        await v1.AsAdminAsync("PATCH", Path(account), """{"enabled":true}""");
        HttpReply accepted = await v1.Server.UpdateAsync(account, Digests.Next());

        Assert.False(V1Server.Parse(changed).GetProperty("enabled").GetBoolean());
        Assert.Empty(shown);
        Assert.Equal((401, 200), (refused.Status, accepted.Status));
    }

    [Fact]
    public async Task Patch_changes_what_is_in_it_and_null_clears()
    {
        TestAccount account = await v1.RegisterAsync();
        await v1.AsAdminAsync("PATCH", Path(account), """{"note":"first"}""");

        JsonElement untouched = V1Server.Parse(await v1.AsAdminAsync("PATCH", Path(account), "{}"));
        JsonElement cleared = V1Server.Parse(await v1.AsAdminAsync("PATCH", Path(account), """{"note":null}"""));

        Assert.Equal("first", untouched.GetProperty("note").GetString());
        Assert.Equal(JsonValueKind.Null, cleared.GetProperty("note").ValueKind);
    }

    [Fact]
    public async Task Pages_together_are_all_that_match_and_the_last_says_so()
    {
        string mark = Guid.NewGuid().ToString("N")[..8];
        for (int i = 0; i < 5; i++)
            await v1.AsAdminAsync("POST", "/v1/subdomains", $$"""{"name":"{{mark}}-{{i}}"}""");

        var found = new List<string>();
        string? next = "";
        while (next is not null)
        {
            string after = next.Length > 0 ? $"&after={next}" : "";
            JsonElement page = V1Server.Parse(
                await v1.AsAdminAsync("GET", $"/v1/subdomains?name={mark}&limit=2{after}"));
            found.AddRange(page.GetProperty("items").EnumerateArray()
                .Select(item => item.GetProperty("subdomain").GetString()!));
            next = page.GetProperty("next").GetString();
        }

        Assert.Equal(Enumerable.Range(0, 5).Select(i => $"{mark}-{i}"), found);
    }

    [Fact]
    public async Task Search_finds_by_note_and_by_use()
    {
        string mark = Guid.NewGuid().ToString("N");
        TestAccount used = await CreateAsync(mark);
        TestAccount unused = await CreateAsync(mark);
        await v1.Server.UpdateAsync(used, Digests.Next());

        string[] noted = await SearchAsync($"note={mark}");
        string[] neverUsed = await SearchAsync($"note={mark}&never_used=true");
        string[] longUnused = await SearchAsync($"note={mark}&unused_since=2000-01-01T00:00:00Z");

        Assert.Equal(new[] { used.Subdomain, unused.Subdomain }.Order(), noted);
        Assert.Equal([unused.Subdomain], neverUsed);
        Assert.Empty(longUnused);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=501")]
    [InlineData("limit=+1")]
    [InlineData("limit=1&limit=2")]
    [InlineData("Limit=1")]
    [InlineData("nmae=a")]
    [InlineData("name=")]
    [InlineData("never_used=1")]
    [InlineData("unused_since=2026-01-01")]
    [InlineData("unused_since=2026-01-01T00:00:00")]
    [InlineData("after=_a")]
    public async Task Query_parameter_that_is_not_what_it_should_be_is_refused(string query)
    {
        HttpReply reply = await v1.AsAdminAsync("GET", "/v1/subdomains?" + query);

        Assert.Equal("400 bad_query", V1Server.CodeOf(reply));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    public async Task Name_that_does_not_exist_is_404(string method)
    {
        string? body = method == "PATCH" ? "{}" : null;

        HttpReply unknown = await v1.AsAdminAsync(method, $"/v1/subdomains/{Guid.NewGuid()}", body);
        HttpReply impossible = await v1.AsAdminAsync(method, "/v1/subdomains/_a", body);

        Assert.Equal("404 not_found", V1Server.CodeOf(unknown));
        Assert.Equal("404 not_found", V1Server.CodeOf(impossible));
    }

    private static string Path(TestAccount account) => $"/v1/subdomains/{account.Subdomain}";

    private static (string, string)[] Headers(JsonElement account) =>
    [
        ("X-Api-User", account.GetProperty("username").GetString()!),
        ("X-Api-Key", account.GetProperty("key").GetString()!),
    ];

    private async Task<TestAccount> CreateAsync(string note)
    {
        JsonElement created = V1Server.Parse(
            await v1.AsAdminAsync("POST", "/v1/subdomains", $$"""{"note":"{{note}}"}"""));
        return new TestAccount(
            created.GetProperty("username").GetString()!,
            created.GetProperty("key").GetString()!,
            created.GetProperty("fulldomain").GetString()!,
            created.GetProperty("subdomain").GetString()!);
    }

    private async Task<string[]> SearchAsync(string query)
    {
        JsonElement page = V1Server.Parse(await v1.AsAdminAsync("GET", "/v1/subdomains?" + query));
        return
        [
            .. page.GetProperty("items").EnumerateArray()
                .Select(item => item.GetProperty("subdomain").GetString()!)
                .Order(),
        ];
    }
}
