using System.Text.Json;

namespace ValidationZone.Server.Tests.Api.V1;

public sealed class ValuesTests(V1Server v1) : IClassFixture<V1Server>
{
    private const string Propagation = """{"nodes":1,"serving":1,"pending":[]}""";

    [Fact]
    public async Task Published_value_is_served_before_the_reply_and_gone_before_the_other()
    {
        TestAccount account = await v1.RegisterAsync();
        string txt = Digests.Next();

        HttpReply published = await v1.SendAsync("PUT", Path(account, txt), account.Headers);
        IReadOnlyList<string> served = (await v1.Server.AskAsync(account.Fulldomain)).Texts;
        HttpReply removed = await v1.SendAsync("DELETE", Path(account, txt), account.Headers);
        IReadOnlyList<string> left = (await v1.Server.AskAsync(account.Fulldomain)).Texts;

        Assert.Equal((200, txt), (published.Status, V1Server.Parse(published).GetProperty("txt").GetString()));
        Assert.Equal(Propagation, V1Server.Parse(published).GetProperty("propagation").GetRawText());
        Assert.Equal([txt], served);
        Assert.Equal(
            $$"""200 {"txt":"{{txt}}","expires_at":null,"propagation":{{Propagation}}}""", removed.ToString());
        Assert.Empty(left);
    }

    [Fact]
    public async Task Value_lives_as_long_as_it_is_asked_to()
    {
        TestAccount account = await v1.RegisterAsync();
        string shortLived = Digests.Next();
        string usual = Digests.Next();

        DateTimeOffset before = DateTimeOffset.UtcNow;
        HttpReply asked = await v1.SendAsync("PUT", Path(account, shortLived), account.Headers, """{"lifetime":60}""");
        HttpReply notAsked = await v1.SendAsync("PUT", Path(account, usual), account.Headers);
        HttpReply listed = await v1.SendAsync("GET", Path(account), account.Headers);

        TimeSpan[] lifetimes =
            [.. new[] { asked, notAsked }.Select(reply => ExpiryOf(V1Server.Parse(reply)) - before)];
        JsonElement[] items = [.. V1Server.Parse(listed).GetProperty("items").EnumerateArray()];
        Assert.InRange(lifetimes[0], TimeSpan.FromSeconds(59), TimeSpan.FromSeconds(120));
        Assert.InRange(lifetimes[1], TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1), TimeSpan.FromHours(25));
        Assert.Equal([shortLived, usual], items.Select(item => item.GetProperty("txt").GetString()));
        Assert.InRange(ExpiryOf(items[0]) - ExpiryOf(V1Server.Parse(asked)), TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Removal_of_what_is_not_there_is_no_error()
    {
        TestAccount account = await v1.RegisterAsync();

        HttpReply reply = await v1.SendAsync("DELETE", Path(account, Digests.Next()), account.Headers);

        Assert.Equal(200, reply.Status);
    }

    [Theory]
    [InlineData("short")]
    [InlineData("0123456789012345678901234567890123456789012=")]
    [InlineData("google-site-verification=0123456789012345678")]
    [InlineData("012345678901234567890123456789012345678901%20")]
    public async Task Value_that_is_no_digest_is_refused(string txt)
    {
        TestAccount account = await v1.RegisterAsync();

        HttpReply published = await v1.SendAsync("PUT", Path(account, txt), account.Headers);
        HttpReply removed = await v1.SendAsync("DELETE", Path(account, txt), account.Headers);

        Assert.Equal("400 bad_txt", V1Server.CodeOf(published));
        Assert.Equal("400 bad_txt", V1Server.CodeOf(removed));
    }

    [Theory]
    [InlineData("59")]
    [InlineData("604801")]
    public async Task Lifetime_out_of_its_range_is_refused(string lifetime)
    {
        TestAccount account = await v1.RegisterAsync();

        HttpReply reply = await v1.SendAsync(
            "PUT", Path(account, Digests.Next()), account.Headers, $$"""{"lifetime":{{lifetime}}}""");

        Assert.Equal("400 bad_lifetime", V1Server.CodeOf(reply));
    }

    [Fact]
    public async Task Publisher_is_told_only_of_what_it_has_published_itself()
    {
        TestAccount first = await v1.RegisterAsync();
        JsonElement added = V1Server.Parse(
            await v1.AsAdminAsync("POST", $"/v1/subdomains/{first.Subdomain}/credentials"));
        await v1.Server.UpdateAsync(first, Digests.Next());
        (string, string)[] second =
        [
            ("X-Api-User", added.GetProperty("username").GetString()!),
            ("X-Api-Key", added.GetProperty("key").GetString()!),
        ];

        JsonElement own = Assert.Single(await ListAsync(first, first.Headers));
        JsonElement others = Assert.Single(await ListAsync(first, second));

        Assert.Equal(first.Username, own.GetProperty("username").GetString());
        Assert.Equal(JsonValueKind.Null, others.GetProperty("username").ValueKind);
    }

    private static string Path(TestAccount account, string? txt = null) =>
        $"/v1/subdomains/{account.Subdomain}/values" + (txt is null ? "" : "/" + txt);

    private static DateTimeOffset ExpiryOf(JsonElement value) => value.GetProperty("expires_at").GetDateTimeOffset();

    private async Task<JsonElement[]> ListAsync(TestAccount account, (string, string)[] headers) =>
        [.. V1Server.Parse(await v1.SendAsync("GET", Path(account), headers)).GetProperty("items").EnumerateArray()];
}
