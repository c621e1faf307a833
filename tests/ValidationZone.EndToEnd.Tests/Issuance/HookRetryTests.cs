using System.Net;
using ValidationZone.EndToEnd.Tests.Harness;

namespace ValidationZone.EndToEnd.Tests.Issuance;

/// <summary>What the hook does when the server, or a proxy before it, does not do what was asked at once.</summary>
public sealed class HookRetryTests : IDisposable
{
    private const string Name = "www.example.test";

    private readonly TempFolder _folder = new();

    private string Storage => _folder.Combine("accounts");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    public async Task Busy_server_is_asked_again_after_the_time_it_names(HttpStatusCode busy)
    {
        Tools.Require("dash", "curl");
        await using var server = new RefusingServer(busy, refusals: 2);

        FinishedProcess run = await new Hook(server.Address, Storage).RunAsync("dash", "register", Name);

        run.MustSucceed();
        Assert.Equal(3, server.Requests);
        Assert.Contains("asking again in 1 s (2 of 5)", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable, "cannot store anything at the moment (503)")]
    [InlineData(HttpStatusCode.TooManyRequests, "too many requests (429)")]
    public async Task Server_that_stays_busy_is_given_up(HttpStatusCode busy, string expected)
    {
        Tools.Require("dash", "curl");
        await using var server = new RefusingServer(busy, refusals: int.MaxValue);
        var hook = new Hook(server.Address, Storage) { Settings = { ["VALIDATIONZONE_RETRIES"] = "1" } };

        FinishedProcess run = await hook.RunAsync("dash", "register", Name);

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(2, server.Requests);
        Assert.Contains(expected, run.Output, StringComparison.Ordinal);
    }

    // A value is there once however often it is sent; an account would be there twice.
    [Theory]
    [InlineData(ProxyFault.BadGateway)]
    [InlineData(ProxyFault.GatewayTimeout)]
    [InlineData(ProxyFault.CutBefore)]
    [InlineData(ProxyFault.CutAfter)]
    public async Task Change_is_sent_again_after_a_failure_that_may_have_let_it_through(ProxyFault fault)
    {
        Tools.Require("dash", "curl");
        await using ServerProcess server = await StartServerAsync();
        (string _, string target) = (await new Hook(server.Address, Storage).RegisterAsync(Name))[0];
        await using var proxy = new Proxy(server.Address, fault);
        string txt = ChallengeValue.Next();
        using TxtClient client = server.NewTxtClient();

        (await new Hook(proxy.Address, Storage).RunAsync("dash", "present", target, txt)).MustSucceed();

        Assert.Equal([txt], client.Ask(target).Values);
    }

    [Theory]
    [InlineData(ProxyFault.GatewayTimeout)]
    [InlineData(ProxyFault.CutAfter)]
    public async Task Registration_is_not_sent_again_when_it_may_have_been_done(ProxyFault fault)
    {
        Tools.Require("dash", "curl");
        await using ServerProcess server = await StartServerAsync();
        await using var proxy = new Proxy(server.Address, fault);

        FinishedProcess run = await new Hook(proxy.Address, Storage).RunAsync("dash", "register", Name);

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(1, proxy.Requests);
        Assert.Empty(Directory.GetFiles(Storage, "*.account"));
    }

    [Fact]
    public async Task Page_of_a_proxy_is_not_taken_for_success()
    {
        Tools.Require("dash", "curl");
        await using ServerProcess server = await StartServerAsync();
        (string _, string target) = (await new Hook(server.Address, Storage).RegisterAsync(Name))[0];
        await using var proxy = new Proxy(server.Address, ProxyFault.OwnPage);

        FinishedProcess run = await new Hook(proxy.Address, Storage)
            .RunAsync("dash", "present", target, ChallengeValue.Next());

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("not as a ValidationZone server does", run.Output, StringComparison.Ordinal);
    }

    private Task<ServerProcess> StartServerAsync() =>
        ServerProcess.StartAsync(_folder.Combine("data", "validationzone.db"));
}
