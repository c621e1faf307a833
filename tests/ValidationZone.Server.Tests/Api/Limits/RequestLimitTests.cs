using ValidationZone.Accounts;
using ValidationZone.Server.Api.Limits;
using ValidationZone.Tests.Support;

namespace ValidationZone.Server.Tests;

/// <summary>How many registrations a network may make, and how many changes a credential.</summary>
public sealed class RequestLimitTests
{
    private const string TooMany = """429 {"error": "too_many_requests"}""";

    private readonly FakeClock _clock = new();

    [Fact]
    public async Task Registrations_of_a_network_have_a_limit_and_its_end_is_told()
    {
        await using RunningServer server = await StartAsync(("Limits:RegistrationsPerPrefixPerHour", "2"));
        await server.RegisterAsync();
        await server.RegisterAsync();

        HttpReply refused = await server.PostAsync("/register");
        int wait = int.Parse(refused.Headers["Retry-After"], null);
        _clock.Advance(TimeSpan.FromSeconds(wait));
        HttpReply after = await server.PostAsync("/register");

        Assert.Equal((TooMany, 201), (refused.ToString(), after.Status));
        Assert.InRange(wait, 3600, 4200);
    }

    [Fact]
    public async Task Registrations_of_a_day_have_a_limit_too()
    {
        await using RunningServer server = await StartAsync(
            ("Limits:RegistrationsPerPrefixPerHour", "2"), ("Limits:RegistrationsPerPrefixPerDay", "3"));
        var statuses = new List<int>();

        for (int hour = 0; hour < 4; hour++)
        {
            statuses.Add((await server.PostAsync("/register")).Status);
            _clock.Advance(TimeSpan.FromHours(2));
        }

        Assert.Equal([201, 201, 201, 429], statuses);
    }

    [Fact]
    public async Task What_the_hour_refuses_does_not_use_up_the_day()
    {
        await using RunningServer server = await StartAsync(
            ("Limits:RegistrationsPerPrefixPerHour", "1"), ("Limits:RegistrationsPerPrefixPerDay", "2"));
        for (int i = 0; i < 5; i++)
            await server.PostAsync("/register");

        _clock.Advance(TimeSpan.FromHours(2));
        HttpReply reply = await server.PostAsync("/register");

        Assert.Equal(201, reply.Status);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"allowfrom": "x"}""")]
    [InlineData("""{"allowfrom": ["x"]}""")]
    public async Task Registration_that_is_not_well_formed_spends_nothing(string body)
    {
        await using RunningServer server = await StartAsync(("Limits:RegistrationsPerPrefixPerHour", "1"));
        for (int i = 0; i < 3; i++)
            Assert.Equal(400, (await server.PostAsync("/register", body)).Status);

        HttpReply reply = await server.PostAsync("/register");

        Assert.Equal(201, reply.Status);
    }

    [Fact]
    public async Task Body_of_a_registration_that_would_be_refused_is_not_read()
    {
        await using RunningServer server = await StartAsync(("Limits:RegistrationsPerPrefixPerHour", "1"));
        await server.RegisterAsync();

        string reply = await server.ExchangeAsync(
            "POST /register HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 9999999\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 429", reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_is_not_limited_by_its_network()
    {
        using var folder = new TempFolder();
        await using RunningServer server = await RunningServer.StartInAsync(
            folder, _clock, ("Registration:Mode", "token"), ("Limits:RegistrationsPerPrefixPerHour", "1"));
        (_, string token) = await Tokens.CreateAsync(folder, TokenRole.Registrar);

        var statuses = new List<int>();
        for (int i = 0; i < 5; i++)
            statuses.Add((await server.PostAsync($"/{token}/register")).Status);

        Assert.Equal([201], statuses.Distinct());
    }

    [Theory]
    [InlineData("update")]
    [InlineData("present")]
    [InlineData("cleanup")]
    public async Task Changes_by_a_credential_have_a_limit_of_their_own(string route)
    {
        await using RunningServer server = await StartAsync(("Limits:UpdatesPerCredentialPerMinute", "2"));
        TestAccount busy = await server.RegisterAsync();
        TestAccount quiet = await server.RegisterAsync();
        await ChangeAsync(server, route, busy);
        await ChangeAsync(server, route, busy);

        HttpReply refused = await ChangeAsync(server, route, busy);
        HttpReply other = await ChangeAsync(server, route, quiet);
        _clock.Advance(TimeSpan.FromSeconds(int.Parse(refused.Headers["Retry-After"], null)));
        HttpReply after = await ChangeAsync(server, route, busy);

        Assert.Equal((TooMany, 200, 200), (refused.ToString(), other.Status, after.Status));
        Assert.Equal(1, server.Host.Limits.RefusedCount(LimitKind.Update));
    }

    [Fact]
    public async Task Refused_change_is_not_made()
    {
        await using RunningServer server = await StartAsync(("Limits:UpdatesPerCredentialPerMinute", "1"));
        TestAccount account = await server.RegisterAsync();
        string first = Digests.Next();
        await server.UpdateAsync(account, first);

        await server.UpdateAsync(account, Digests.Next());

        DnsAnswer answer = await server.AskAsync(account.Fulldomain);
        Assert.Equal([first], answer.Texts);
    }

    [Fact]
    public async Task Zero_is_no_limit()
    {
        await using RunningServer server = await StartAsync(
            ("Limits:RegistrationsPerPrefixPerHour", "0"),
            ("Limits:RegistrationsPerPrefixPerDay", "0"),
            ("Limits:FailedAuthPerPrefixPerMinute", "0"),
            ("Limits:UpdatesPerCredentialPerMinute", "0"));
        TestAccount account = await server.RegisterAsync();

        for (int i = 0; i < 700; i++)
        {
            Assert.Equal(200, (await server.UpdateAsync(account, Digests.Next())).Status);
            Assert.Equal(401, (await server.PostAsync("/update")).Status);
            if (i % 10 == 0)
                await server.RegisterAsync();
        }
    }

    private static Task<HttpReply> ChangeAsync(RunningServer server, string route, TestAccount account) =>
        route == "update"
            ? server.UpdateAsync(account, Digests.Next())
            : server.PostAsync(
                "/" + route,
                $$"""{"fqdn": "{{account.Fulldomain}}.", "value": "{{Digests.Next()}}"}""",
                account.Headers);

    private Task<RunningServer> StartAsync(params (string Key, string? Value)[] settings) =>
        RunningServer.StartAtAsync(_clock, settings);
}
