using System.Text;
using ValidationZone.Accounts;

namespace ValidationZone.Server.Tests;

public sealed class RegistrationGateTests
{
    [Fact]
    public async Task Closed_registration_says_so()
    {
        await using RunningServer server = await RunningServer.StartAsync(("Registration:Mode", "closed"));

        HttpReply reply = await server.PostAsync("/register", "{}");

        Assert.Equal("""403 {"error": "registration_closed"}""", reply.ToString());
    }

    [Fact]
    public async Task Token_passes_in_each_of_its_three_places()
    {
        using var folder = new TempFolder();
        await using RunningServer server = await StartAsync(folder);
        string token = await CreateTokenAsync(folder);

        HttpReply[] replies =
        [
            await server.PostAsync("/register", "{}", ("Authorization", $"Bearer {token}")),
            await server.PostAsync("/register", "{}", ("Authorization", "Basic " + Base64($"x:{token}"))),
            await server.PostAsync($"/{token}/register", "{}"),
            await server.PostAsync($"//{token}//REGISTER/", "{}", ("Authorization", "Basic Og==")),
        ];

        Assert.All(replies, reply => Assert.Equal(201, reply.Status));
    }

    [Fact]
    public async Task Base_URL_with_a_token_serves_the_other_routes_too()
    {
        using var folder = new TempFolder();
        await using RunningServer server = await StartAsync(folder);
        string token = await CreateTokenAsync(folder);
        TestAccount account = TestAccount.Read((await server.PostAsync($"/{token}/register")).Body);

        HttpReply reply = await server.PostAsync(
            $"/{token}/update", account.UpdateBody(Digests.Next()), account.Headers);

        Assert.Equal(200, reply.Status);
    }

    [Fact]
    public async Task Without_a_working_token_nothing_is_created()
    {
        using var folder = new TempFolder();
        await using RunningServer server = await StartAsync(folder);
        string wrong = "vz_" + new string('a', 43);

        HttpReply[] replies =
        [
            await server.PostAsync("/register", "{}"),
            await server.PostAsync("/register", "{}", ("Authorization", $"Bearer {wrong}")),
            await server.PostAsync("/register", "{}", ("Authorization", "Bearer")),
            await server.PostAsync("/register", "{}", ("Authorization", "Basic " + Base64($"x:{wrong}"))),
            await server.PostAsync($"/{wrong}/register", "{}"),
        ];

        Assert.All(replies, reply => Assert.Equal("""401 {"error": "forbidden"}""", reply.ToString()));
    }

    [Fact]
    public async Task Viewer_token_may_not_register()
    {
        using var folder = new TempFolder();
        await using RunningServer server = await StartAsync(folder);
        string viewer = await CreateTokenAsync(folder, TokenRole.Viewer);
        string admin = await CreateTokenAsync(folder, TokenRole.Admin);

        HttpReply refused = await server.PostAsync($"/{viewer}/register");
        HttpReply created = await server.PostAsync($"/{admin}/register");

        Assert.Equal((401, 201), (refused.Status, created.Status));
    }

    [Fact]
    public async Task Quota_is_spent_by_registrations_and_by_nothing_else()
    {
        using var folder = new TempFolder();
        await using RunningServer server = await StartAsync(folder);
        string token = await CreateTokenAsync(folder, quota: 2);
        await server.PostAsync($"/{token}/register", "malformed");

        HttpReply[] replies =
        [
            await server.PostAsync($"/{token}/register"),
            await server.PostAsync($"/{token}/register"),
            await server.PostAsync($"/{token}/register"),
        ];

        Assert.Equal([201, 201, 401], replies.Select(reply => reply.Status));
    }

    [Fact]
    public async Task Token_works_only_from_its_addresses_and_until_it_expires()
    {
        using var folder = new TempFolder();
        await using RunningServer server = await StartAsync(folder);
        string elsewhere = await CreateTokenAsync(folder, from: "192.0.2.0/24");
        string here = await CreateTokenAsync(folder, from: "127.0.0.0/8");
        string expired = await CreateTokenAsync(folder, expiresAt: TimeProvider.System.GetUtcNow().AddSeconds(-1));

        HttpReply[] replies =
        [
            await server.PostAsync($"/{elsewhere}/register"),
            await server.PostAsync($"/{here}/register"),
            await server.PostAsync($"/{expired}/register"),
        ];

        Assert.Equal([401, 201, 401], replies.Select(reply => reply.Status));
    }

    [Fact]
    public async Task Token_in_the_path_never_reaches_the_log()
    {
        using var folder = new TempFolder();
        await using RunningServer server = await StartAsync(folder);
        string token = await CreateTokenAsync(folder);

        await server.PostAsync($"/{token}/register");
        await server.PostAsync($"/{token}/nowhere?token={token}");
        await server.SendAsync(HttpMethod.Get, $"/{token}/register");

        Assert.Contains(server.Log.Lines, line => line.Contains("POST register 201", StringComparison.Ordinal));
        Assert.DoesNotContain(token, server.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_registration_takes_a_base_URL_with_a_token_too()
    {
        await using RunningServer server = await RunningServer.StartAsync();

        HttpReply reply = await server.PostAsync($"/vz_{new string('a', 43)}/register");

        Assert.Equal(201, reply.Status);
    }

    private static Task<RunningServer> StartAsync(TempFolder folder) =>
        RunningServer.StartInAsync(folder, ("Registration:Mode", "token"));

    private static async Task<string> CreateTokenAsync(
        TempFolder folder,
        TokenRole role = TokenRole.Registrar,
        int? quota = null,
        string? from = null,
        DateTimeOffset? expiresAt = null) =>
        (await Tokens.CreateAsync(folder, role, quota, from, expiresAt)).Secret;

    private static string Base64(string text) => Convert.ToBase64String(Encoding.ASCII.GetBytes(text));
}
