using ValidationZone.Accounts;

namespace ValidationZone.Server.Tests.Api.V1;

/// <summary>Limits and caps as /v1 tells of them.</summary>
public sealed class LimitTests
{
    [Fact]
    public async Task Failures_of_a_network_end_in_429_and_a_right_token_goes_on()
    {
        using var folder = new TempFolder();
        await using RunningServer server =
            await RunningServer.StartInAsync(folder, ("Limits:FailedAuthPerPrefixPerMinute", "2"));
        (string, string)[] admin = await AdminAsync(folder);

        HttpReply[] refused =
        [
            await server.SendAsync(HttpMethod.Get, "/v1/nodes"),
            await server.SendAsync(HttpMethod.Get, "/v1/nodes"),
            await server.SendAsync(HttpMethod.Get, "/v1/nodes"),
        ];
        HttpReply right = await server.SendAsync(HttpMethod.Get, "/v1/nodes", null, admin);

        Assert.Equal([401, 401, 429], refused.Select(reply => reply.Status));
        Assert.Equal("429 too_many_requests", V1Server.CodeOf(refused[2]));
        // A permit comes back up to a sixth of its minute late.
        Assert.InRange(int.Parse(refused[2].Headers["Retry-After"]), 1, 70);
        Assert.Equal(200, right.Status);
    }

    [Fact]
    public async Task Values_of_a_credential_are_limited_whichever_way_they_come()
    {
        await using RunningServer server =
            await RunningServer.StartAsync(("Limits:UpdatesPerCredentialPerMinute", "2"));
        TestAccount account = await server.RegisterAsync();
        string path = $"/v1/subdomains/{account.Subdomain}/values/{Digests.Next()}";

        int classic = (await server.UpdateAsync(account, Digests.Next())).Status;
        int published = (await server.SendAsync(HttpMethod.Put, path, null, account.Headers)).Status;
        HttpReply refused = await server.SendAsync(HttpMethod.Put, path, null, account.Headers);

        Assert.Equal((200, 200), (classic, published));
        Assert.Equal("429 too_many_requests", V1Server.CodeOf(refused));
    }

    [Fact]
    public async Task Names_are_as_many_as_there_may_be_and_no_more()
    {
        using var folder = new TempFolder();
        await using RunningServer server = await RunningServer.StartInAsync(folder, ("Limits:Names", "1"));
        (string, string)[] admin = await AdminAsync(folder);

        HttpReply first = await server.PostAsync("/v1/subdomains", null, admin);
        HttpReply second = await server.PostAsync("/v1/subdomains", null, admin);

        Assert.Equal(201, first.Status);
        Assert.Equal("507 too_many_names", V1Server.CodeOf(second));
    }

    [Fact]
    public async Task Whoever_took_the_last_name_may_ask_again_what_it_was()
    {
        using var folder = new TempFolder();
        await using RunningServer server = await RunningServer.StartInAsync(folder, ("Limits:Names", "1"));
        (string, string)[] admin = await AdminAsync(folder);

        HttpReply first = await server.PostAsync("/v1/subdomains", null, [.. admin, ("Idempotency-Key", "1")]);
        HttpReply again = await server.PostAsync("/v1/subdomains", null, [.. admin, ("Idempotency-Key", "1")]);
        HttpReply other = await server.PostAsync("/v1/subdomains", null, [.. admin, ("Idempotency-Key", "2")]);

        Assert.Equal((201, first.Body), (again.Status, again.Body));
        Assert.Equal("507 too_many_names", V1Server.CodeOf(other));
    }

    private static async Task<(string, string)[]> AdminAsync(TempFolder folder) =>
        [("Authorization", "Bearer " + (await Tokens.CreateAsync(folder, TokenRole.Admin)).Secret)];
}
