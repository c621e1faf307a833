using ValidationZone.Accounts;
using ValidationZone.Server.Api.Limits;
using ValidationZone.Tests.Support;

namespace ValidationZone.Server.Tests;

/// <summary>What happens to those who guess, and what does not happen to their neighbours.</summary>
public sealed class FailedAuthLimitTests : IAsyncLifetime
{
    private const string Forbidden = """401 {"error": "forbidden"}""";
    private const string TooMany = """429 {"error": "too_many_requests"}""";

    private readonly TempFolder _folder = new();
    private readonly FakeClock _clock = new();
    private TestAccount _disabled = null!;
    private TestAccount _expired = null!;
    private TestAccount _elsewhere = null!;
    private RunningServer _server = null!;
    private TestAccount _account = null!;

    public static MatrixTheoryData<string, string> RoutesAndReasons { get; } = new(
        ["update", "present", "cleanup"],
        ["user", "name", "key", "short", "nothing", "subdomain", "disabled", "expired", "elsewhere"]);

    public async ValueTask InitializeAsync()
    {
        Assert.True(AllowFrom.TryParse(["192.0.2.0/24"], out AllowFrom? elsewhere));
        _disabled = await StoredAccounts.AddAsync(_folder, credential => credential with { IsEnabled = false });
        _expired = await StoredAccounts.AddAsync(
            _folder, credential => credential with { ExpiresAt = DateTimeOffset.UnixEpoch.AddDays(1) });
        _elsewhere = await StoredAccounts.AddAsync(_folder, credential => credential with { AllowFrom = elsewhere });
        _account = await StoredAccounts.AddAsync(_folder, credential => credential);
        _server = await RunningServer.StartInAsync(
            _folder,
            _clock,
            ("Limits:FailedAuthPerPrefixPerMinute", "2"),
            ("Registration:Mode", "token"),
            ("Api:TrustedProxies:0", "127.0.0.1"));
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(RoutesAndReasons))]
    public async Task Every_failed_authentication_spends_and_the_next_one_is_too_many(string route, string reason)
    {
        HttpReply[] replies =
            [await FailAsync(route, reason), await FailAsync(route, reason), await FailAsync(route, reason)];

        Assert.Equal([Forbidden, Forbidden, TooMany], replies.Select(reply => reply.ToString()));
        Assert.Equal("application/json", replies[2].Headers["Content-Type"]);
        Assert.InRange(int.Parse(replies[2].Headers["Retry-After"], null), 60, 70);
    }

    [Theory]
    [InlineData("POST", "/register", "")]
    [InlineData("POST", "/register", "unknown")]
    [InlineData("POST", "/register", "revoked")]
    [InlineData("POST", "/register", "spent")]
    [InlineData("GET", "/acmedns-storage/a.example", "")]
    [InlineData("GET", "/acmedns-storage/a.example", "unknown")]
    [InlineData("POST", "/acmedns-storage/a.example", "viewer")]
    [InlineData("POST", "/acmedns-storage/a.example", "revoked")]
    public async Task Every_token_that_does_not_work_spends_too(string method, string path, string kind)
    {
        string token = await TokenAsync(kind);
        (string, string)[] headers = kind.Length == 0 ? [] : [("Authorization", $"Bearer {token}")];

        var replies = new List<string>();
        for (int i = 0; i < 3; i++)
            replies.Add((await _server.SendAsync(new HttpMethod(method), path, body: null, headers)).ToString());

        Assert.Equal([Forbidden, Forbidden, TooMany], replies);
    }

    [Fact]
    public async Task Account_that_does_not_work_spends_when_it_is_put_into_the_storage()
    {
        string token = await TokenAsync("good");
        string body = $$"""
            {"fulldomain": "x", "subdomain": "x", "username": "{{_account.Username}}", "password": "wrong",
             "server_url": ""}
            """;

        var replies = new List<string>();
        for (int i = 0; i < 3; i++)
        {
            Task<HttpReply> put = _server.PostAsync($"/{token}/acmedns-storage/a.example", body);
            await PassLittleUntilAsync(put);
            replies.Add((await put).ToString());
        }

        Assert.Equal([Forbidden, Forbidden, TooMany], replies);
    }

    [Fact]
    public async Task Allowance_comes_back_with_time()
    {
        await FailAsync("update", "key");
        await FailAsync("update", "key");
        HttpReply refused = await FailAsync("update", "key");
        int wait = int.Parse(refused.Headers["Retry-After"], null);

        _clock.Advance(TimeSpan.FromSeconds(wait - 1));
        HttpReply early = await FailAsync("update", "key");
        _clock.Advance(TimeSpan.FromSeconds(int.Parse(early.Headers["Retry-After"], null)));
        HttpReply late = await FailAsync("update", "key");

        Assert.Equal((TooMany, Forbidden), (early.ToString(), late.ToString()));
    }

    [Fact]
    public async Task Right_key_among_a_thousand_wrong_ones_of_its_network_is_never_refused()
    {
        var statuses = new List<int>();

        for (int i = 0; i < 1000; i++)
        {
            await FailAsync("update", "key", from: $"198.51.100.{i % 256}");
            if (i % 20 == 0)
                statuses.Add((await GoodAsync(from: "198.51.100.7")).Status);
        }

        Assert.Equal([200], statuses.Distinct());
        Assert.Equal(998, _server.Host.Limits.RefusedCount(LimitKind.FailedAuthentication));
    }

    [Fact]
    public async Task Right_token_is_not_refused_for_the_wrong_ones_of_its_network()
    {
        string token = await TokenAsync("good");
        for (int i = 0; i < 10; i++)
            await FailAsync("update", "key");

        HttpReply reply = await _server.PostAsync($"/{token}/register");

        Assert.Equal(201, reply.Status);
    }

    [Fact]
    public async Task Network_that_has_spent_its_allowance_takes_nothing_from_another()
    {
        for (int i = 0; i < 3; i++)
            await FailAsync("update", "key", from: "198.51.100.7");

        HttpReply neighbour = await FailAsync("update", "key", from: "198.51.100.200");
        HttpReply other = await FailAsync("update", "key", from: "203.0.113.7");

        Assert.Equal((TooMany, Forbidden), (neighbour.ToString(), other.ToString()));
    }

    [Fact]
    public async Task Forged_hop_behind_the_proxys_own_does_not_make_a_network()
    {
        var replies = new List<int>();

        for (int i = 0; i < 4; i++)
            replies.Add((await FailAsync("update", "key", from: $"203.0.{i}.1, 198.51.100.7")).Status);

        Assert.Equal([401, 401, 429, 429], replies);
    }

    [Fact]
    public async Task Refusals_are_a_line_in_the_log_once_a_minute_and_name_nobody()
    {
        for (int i = 0; i < 12; i++)
            await FailAsync("update", "key", from: "198.51.100.7");

        Task<string> logged = _server.Log.WaitForAsync(" 6201 ");
        await _clock.AdvanceUntilAsync(logged);
        string line = await logged;

        Assert.StartsWith("Warning 6201 10 requests refused, too many of failed authentications", line, default);
        Assert.DoesNotContain("198.51.100", line, StringComparison.Ordinal);
        Assert.Single(_server.Log.Lines, other => other.Contains(" 6201 ", StringComparison.Ordinal));
    }

    /// <summary>
    /// Lets the second pass for which a failed account is looked for, and hardly more: the allowance comes back with time.
    /// </summary>
    private async Task PassLittleUntilAsync(Task end)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!end.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(20));
            await tick.WaitForNextTickAsync(patience.Token);
        }
    }

    private async Task<string> TokenAsync(string kind)
    {
        TokenRole role = kind == "viewer" ? TokenRole.Viewer : TokenRole.Registrar;
        (Guid id, string secret) = await Tokens.CreateAsync(_folder, role, quota: kind == "spent" ? 0 : null);
        if (kind == "revoked")
            await Tokens.RevokeAsync(_folder, id);

        return kind == "unknown" ? "vz_" + new string('a', 43) : secret;
    }

    private Task<HttpReply> FailAsync(string route, string reason, string from = "203.0.113.1")
    {
        TestAccount presented = reason switch
        {
            "user" => _account with { Username = Guid.Empty.ToString() },
            "name" => _account with { Username = "admin" },
            "key" => _account with { Password = new string('x', 40) },
            "short" => _account with { Password = "x" },
            "nothing" => _account with { Username = "", Password = "" },
            "subdomain" => _account with { Subdomain = _disabled.Subdomain, Fulldomain = _disabled.Fulldomain },
            "disabled" => _disabled,
            "expired" => _expired,
            "elsewhere" => _elsewhere,
            _ => throw new ArgumentOutOfRangeException(nameof(reason)),
        };
        return SendAsync(route, presented, from);
    }

    private Task<HttpReply> GoodAsync(string from) => SendAsync("update", _account, from);

    private Task<HttpReply> SendAsync(string route, TestAccount account, string from)
    {
        string body = route == "update"
            ? account.UpdateBody(Digests.Next())
            : $$"""{"fqdn": "{{account.Fulldomain}}.", "value": "{{Digests.Next()}}"}""";
        return _server.PostAsync("/" + route, body, [.. account.Headers, ("X-Forwarded-For", from)]);
    }
}
