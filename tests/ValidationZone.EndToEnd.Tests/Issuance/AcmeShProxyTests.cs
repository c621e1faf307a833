using ValidationZone.EndToEnd.Tests.Harness;

namespace ValidationZone.EndToEnd.Tests.Issuance;

/// <summary>The script for acme.sh with proxies between it and the server that treat it badly.</summary>
public sealed class AcmeShProxyTests : IDisposable
{
    private const string Name = "www.example.test";

    private readonly TempFolder _folder = new();

    public static TheoryData<string> Shells => ["dash", "bash"];

    public static MatrixTheoryData<string, ProxyFault> Failures => new(
        ["dash", "bash"],
        [ProxyFault.BadGateway, ProxyFault.GatewayTimeout, ProxyFault.CutBefore, ProxyFault.CutAfter]);

    public static MatrixTheoryData<string, ProxyFault> Refusals => new(
        ["dash", "bash"], [ProxyFault.TooManyRequests, ProxyFault.Unavailable]);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Busy_server_is_asked_again_after_the_time_it_names(string shell, ProxyFault fault)
    {
        await using ServerProcess server = await StartServerAsync(shell);
        await using var proxy = new Proxy(server.Address, fault, fault);
        AcmeSh acme = await WithAccountAsync(server, proxy);

        FinishedProcess run = await acme.AddAsync(shell, Name, ChallengeValue.Next());

        run.MustSucceed();
        Assert.Equal(["7", "7"], acme.Waits);
        Assert.Equal(3, proxy.Requests);
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Busy_server_registers_when_asked_again(string shell, ProxyFault fault)
    {
        await using ServerProcess server = await StartServerAsync(shell);
        await using var proxy = new Proxy(server.Address, fault);
        var acme = new AcmeSh(_folder, proxy.Address);

        FinishedProcess run = await acme.AddAsync(shell, Name, ChallengeValue.Next());

        Assert.Contains($"_acme-challenge.{Name}. CNAME ", run.Output, StringComparison.Ordinal);
        Assert.Equal(2, proxy.Requests);
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Change_is_sent_again_after_a_failure_that_may_have_let_it_through(string shell, ProxyFault fault)
    {
        await using ServerProcess server = await StartServerAsync(shell);
        await using var proxy = new Proxy(server.Address, fault);
        AcmeSh acme = await WithAccountAsync(server, proxy);
        string txt = ChallengeValue.Next();
        using TxtClient client = server.NewTxtClient();

        (await acme.AddAsync(shell, Name, txt)).MustSucceed();

        Assert.Equal([txt], client.Ask(acme.Settings["VALIDATIONZONE_FULLDOMAIN"]).Values);
        Assert.Equal(2, proxy.Requests);
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Registration_is_not_sent_again_after_such_a_failure(string shell, ProxyFault fault)
    {
        await using ServerProcess server = await StartServerAsync(shell);
        await using var proxy = new Proxy(server.Address, fault);
        var acme = new AcmeSh(_folder, proxy.Address);

        FinishedProcess run = await acme.AddAsync(shell, Name, ChallengeValue.Next());

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(1, proxy.Requests);
        Assert.DoesNotContain(acme.Saved, line => line.Contains("ACCOUNT", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("dash", ProxyFault.TooManyRequests, "it answered 429")]
    [InlineData("bash", ProxyFault.BadGateway, "it answered 502")]
    [InlineData("dash", ProxyFault.CutBefore, "no answer")]
    public async Task Server_that_stays_away_is_given_up(string shell, ProxyFault fault, string reason)
    {
        await using ServerProcess server = await StartServerAsync(shell);
        await using var proxy = new Proxy(server.Address, fault, fault, fault);
        AcmeSh acme = await WithAccountAsync(server, proxy);
        acme.Settings["VALIDATIONZONE_RETRIES"] = "2";

        FinishedProcess run = await acme.AddAsync(shell, Name, ChallengeValue.Next());

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(3, proxy.Requests);
        Assert.Contains($"is not available ({reason}), also after 2 more", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Slow_answer_is_waited_for_and_read_to_its_end(string shell)
    {
        await using ServerProcess server = await StartServerAsync(shell);
        await using var proxy = new Proxy(server.Address, ProxyFault.Slow);
        AcmeSh acme = await WithAccountAsync(server, proxy);

        Task<FinishedProcess> run = acme.AddAsync(shell, Name, ChallengeValue.Next());
        await proxy.Held.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
        Assert.False(run.IsCompleted);
        proxy.GoOn();

        (await run).MustSucceed();
        Assert.Equal(1, proxy.Requests);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Page_of_the_proxy_is_not_taken_for_success(string shell)
    {
        await using ServerProcess server = await StartServerAsync(shell);
        await using var proxy = new Proxy(server.Address, ProxyFault.OwnPage);
        AcmeSh acme = await WithAccountAsync(server, proxy);

        FinishedProcess run = await acme.AddAsync(shell, Name, ChallengeValue.Next());

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("not as a ValidationZone server does", run.Output, StringComparison.Ordinal);
    }

    private async Task<AcmeSh> WithAccountAsync(ServerProcess server, Proxy proxy)
    {
        RegisteredAccount account = await server.Api.RegisterAsync();
        var acme = new AcmeSh(_folder, proxy.Address);
        acme.Settings["VALIDATIONZONE_USERNAME"] = account.Username;
        acme.Settings["VALIDATIONZONE_PASSWORD"] = account.Password;
        acme.Settings["VALIDATIONZONE_FULLDOMAIN"] = account.Fulldomain;
        return acme;
    }

    private Task<ServerProcess> StartServerAsync(string shell)
    {
        Tools.Require(shell, "curl", "openssl");
        return ServerProcess.StartAsync(_folder.Combine("data", "validationzone.db"));
    }
}
