using System.Text.Json;

namespace ValidationZone.Server.Tests.Api.V1;

/// <summary>Timeline, audit, nodes and check.</summary>
public sealed class ServerRoutesTests(V1Server v1) : IClassFixture<V1Server>
{
    [Fact]
    public async Task Timeline_tells_who_asked_and_what_they_got()
    {
        TestAccount account = await v1.RegisterAsync();
        string txt = Digests.Next();
        await v1.Server.UpdateAsync(account, txt);
        await v1.Server.AskAsync(account.Fulldomain);
        JsonElement timeline = default;

        await Eventually.HoldsAsync(async () =>
        {
            timeline = V1Server.Parse(
                await v1.SendAsync("GET", $"/v1/subdomains/{account.Subdomain}/timeline", account.Headers));
            return timeline.GetProperty("resolvers").GetArrayLength() > 0;
        });

        JsonElement[] events = [.. timeline.GetProperty("events").EnumerateArray()];
        Assert.Equal(
            ["registered", "published", "first_question"], events.Select(each => each.GetProperty("event").GetString()));
        Assert.Equal(txt[..6], events[1].GetProperty("value_start").GetString());
        Assert.Equal("127.0.0.1", events[2].GetProperty("resolver").GetString());
        Assert.Equal("TXT", events[2].GetProperty("question").GetProperty("type").GetString());
        Assert.Equal("udp", events[2].GetProperty("question").GetProperty("transport").GetString());
        Assert.Equal("1 value", events[2].GetProperty("question").GetProperty("answer").GetString());
    }

    [Fact]
    public async Task Timeline_of_a_name_that_never_was_is_404()
    {
        HttpReply reply = await v1.AsAdminAsync("GET", $"/v1/subdomains/{Guid.NewGuid()}/timeline");

        Assert.Equal("404 not_found", V1Server.CodeOf(reply));
    }

    [Theory]
    [InlineData("POST", "/credentials", null, "credential_added")]
    [InlineData("PATCH", "", """{"note":"a"}""", "subdomain_changed")]
    [InlineData("PATCH", "/credentials/{username}", """{"note":"a"}""", "credential_changed")]
    [InlineData("POST", "/credentials/{username}/rotate", null, "key_rotated")]
    [InlineData("DELETE", "/credentials/{username}", null, "credential_removed")]
    [InlineData("DELETE", "", null, "subdomain_deleted")]
    public async Task What_an_operator_does_is_in_the_audit(string method, string path, string? body, string action)
    {
        TestAccount account = await v1.RegisterAsync();
        string full = $"/v1/subdomains/{account.Subdomain}"
            + path.Replace("{username}", account.Username, StringComparison.Ordinal);

        HttpReply done = await v1.AsAdminAsync(method, full, body);
        JsonElement entry = await FindAuditAsync(account, action);

        Assert.InRange(done.Status, 200, 204);
        Assert.Equal("token", entry.GetProperty("actor").GetString());
        Assert.Equal("done", entry.GetProperty("outcome").GetString());
        Assert.Equal(done.Headers["X-Request-Id"], entry.GetProperty("request").GetString());
        Assert.Equal("127.0.0.1", entry.GetProperty("source").GetString());
    }

    [Fact]
    public async Task What_a_credential_does_and_is_refused_is_in_the_audit_without_the_value()
    {
        TestAccount account = await v1.RegisterAsync();
        string txt = Digests.Next();
        await v1.SendAsync("PUT", $"/v1/subdomains/{account.Subdomain}/values/{txt}", account.Headers);
        await v1.SendAsync("DELETE", $"/v1/subdomains/{account.Subdomain}", account.Headers);

        JsonElement published = await FindAuditAsync(account, "value_published");
        JsonElement refused = await FindAuditAsync(account, "subdomain_deleted");

        Assert.Equal(account.Username, published.GetProperty("id").GetString());
        Assert.True(published.TryGetProperty("committed_us", out _));
        Assert.Equal("role_required", refused.GetProperty("outcome").GetString());
        Assert.DoesNotContain(txt, published.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("action=none")]
    [InlineData("order=random")]
    [InlineData("after=0")]
    [InlineData("since=yesterday")]
    [InlineData("subdomain=_a")]
    [InlineData("limit=501")]
    [InlineData("key=a")]
    public async Task Audit_is_not_read_with_a_filter_that_is_none(string query)
    {
        HttpReply reply = await v1.AsAdminAsync("GET", "/v1/audit?" + query);

        Assert.Equal("400 bad_query", V1Server.CodeOf(reply));
    }

    [Fact]
    public async Task Audit_that_is_turned_off_says_so()
    {
        using var folder = new TempFolder();
        await using RunningServer server = await RunningServer.StartInAsync(folder, ("Audit:Enabled", "false"));
        (_, string secret) = await Tokens.CreateAsync(folder, Accounts.TokenRole.Viewer);

        HttpReply reply = await server.SendAsync(
            HttpMethod.Get, "/v1/audit", null, ("Authorization", "Bearer " + secret));

        Assert.Equal("409 no_audit", V1Server.CodeOf(reply));
    }

    [Fact]
    public async Task Pages_of_the_audit_together_are_all_of_it()
    {
        TestAccount account = await v1.RegisterAsync();
        for (int i = 0; i < 3; i++)
            await v1.Server.UpdateAsync(account, Digests.Next());

        await FindAuditAsync(account, "value_published", count: 3);
        var seen = new List<string>();
        string? after = "";
        while (after is not null)
        {
            JsonElement page = V1Server.Parse(await v1.AsAdminAsync(
                "GET", $"/v1/audit?order=oldest&limit=2&subdomain={account.Subdomain}{after}"));
            seen.AddRange(page.GetProperty("items").EnumerateArray()
                .Select(entry => entry.GetProperty("action").GetString()!));
            after = page.GetProperty("next").GetString() is { } next ? "&after=" + next : null;
        }

        Assert.Equal(["subdomain_registered", "value_published", "value_published", "value_published"], seen);
    }

    [Fact]
    public async Task Node_tells_how_far_it_is()
    {
        JsonElement before = Assert.Single(await NodesAsync());
        await v1.RegisterAsync();
        JsonElement after = Assert.Single(await NodesAsync());

        Assert.Equal("single", after.GetProperty("role").GetString());
        Assert.Equal(0, after.GetProperty("lag").GetInt64());
        Assert.Equal(before.GetProperty("subdomains").GetInt32() + 1, after.GetProperty("subdomains").GetInt32());
        Assert.True(after.GetProperty("revision").GetInt64() > before.GetProperty("revision").GetInt64());
        Assert.Equal(await v1.Server.AskSerialAsync(), after.GetProperty("serial").GetUInt32());
    }

    [Theory]
    [InlineData("""{"domain":"192.0.2.1"}""", "400 bad_domain")]
    [InlineData("""{"domain":"localhost"}""", "400 bad_domain")]
    [InlineData("""{"domain":"router.internal"}""", "400 bad_domain")]
    [InlineData("""{"domain":"https://example.com/"}""", "400 bad_domain")]
    [InlineData("""{"domain":null}""", "400 malformed_json_payload")]
    [InlineData("{}", "400 malformed_json_payload")]
    [InlineData("""{"domain":"example.com"}""", "409 no_resolver")]
    public async Task Check_refuses_what_it_cannot_ask_for(string body, string expected)
    {
        HttpReply reply = await v1.SendAsync("POST", "/v1/check", v1.Bearer("viewer"), body);

        Assert.Equal(expected, V1Server.CodeOf(reply));
    }

    [Fact]
    public async Task Check_ends_with_a_report_and_is_not_made_too_often()
    {
        using var folder = new TempFolder();
        // Asked, it refuses: nobody listens there, and no question leaves this machine.
        await using RunningServer server =
            await RunningServer.StartInAsync(folder, ("Api:Resolvers:0", "127.0.0.1:1"));
        (_, string secret) = await Tokens.CreateAsync(folder, Accounts.TokenRole.Viewer);
        (string, string)[] headers = [("Authorization", "Bearer " + secret), .. V1Server.Json];
        var replies = new List<HttpReply>();

        for (int i = 0; i < 7; i++)
            replies.Add(await server.SendAsync(HttpMethod.Post, "/v1/check", """{"domain":"example.com"}""", headers));

        JsonElement report = V1Server.Parse(replies[0]);
        Assert.All(replies.Take(6), reply => Assert.Equal(200, reply.Status));
        Assert.Equal("example.com", report.GetProperty("domain").GetString());
        Assert.Equal("429 too_many_requests", V1Server.CodeOf(replies[6]));
        Assert.InRange(int.Parse(replies[6].Headers["Retry-After"]), 1, 60);
    }

    private async Task<JsonElement[]> NodesAsync() =>
        [.. V1Server.Parse(await v1.AsAdminAsync("GET", "/v1/nodes")).GetProperty("items").EnumerateArray()];

    private async Task<JsonElement> FindAuditAsync(TestAccount account, string action, int count = 1)
    {
        JsonElement[] entries = [];
        await Eventually.HoldsAsync(async () =>
        {
            JsonElement page = V1Server.Parse(await v1.AsAdminAsync(
                "GET", $"/v1/audit?subdomain={account.Subdomain}&action={action}"));
            entries = [.. page.GetProperty("items").EnumerateArray()];
            return entries.Length >= count;
        });
        return entries[0];
    }
}
