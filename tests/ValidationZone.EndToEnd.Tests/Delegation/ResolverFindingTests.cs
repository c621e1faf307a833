using System.Net;
using ValidationZone.EndToEnd.Tests.Harness;
using ValidationZone.EndToEnd.Tests.Oracles;
using ValidationZone.Tests.Support;

namespace ValidationZone.EndToEnd.Tests.Delegation;

/// <summary>Resolvers that differ, fail or never answer, and names that are never asked for.</summary>
[Collection(DelegationGroup.Name)]
public sealed class ResolverFindingTests
{
    private readonly CheckedInternet _internet;

    public ResolverFindingTests(CheckedInternet internet)
    {
        CheckedInternet.Require();
        _internet = internet;
    }

    [Fact]
    public async Task Resolver_of_the_office_sees_another_zone()
    {
        string site = await _internet.NewSiteLeadingToAsync(_internet.Fulldomain);
        await using Resolver office = await _internet.StartResolverAsync(
            $"local-zone: \"_acme-challenge.www.{site}.\" always_nxdomain");

        CheckReport report = await _internet.CheckAsync("www." + site, "--resolver", $"127.0.0.1:{office.Port}");

        CheckFinding finding = report.Warns("resolvers-disagree");
        Assert.Contains($"127.0.0.1:{office.Port}", finding.Seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_resolvers_that_agree()
    {
        string site = await _internet.NewSiteLeadingToAsync(_internet.Fulldomain);
        await using Resolver another = await _internet.StartResolverAsync();

        CheckReport report = await _internet.CheckAsync("www." + site, "--resolver", $"127.0.0.1:{another.Port}");

        report.IsHealthy();
    }

    [Fact]
    public async Task One_of_two_resolvers_is_not_there()
    {
        string nobody = $"127.0.0.1:{FreePort.Next()}";
        string site = await _internet.NewSiteLeadingToAsync(_internet.Fulldomain);

        CheckReport report = await _internet.CheckAsync("www." + site, "--resolver", nobody);

        Assert.Contains(nobody, report.Warns("resolver-failed").Seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_resolver_is_there()
    {
        string nobody = $"127.0.0.1:{FreePort.Next()}";

        CheckReport report = await CheckedInternet.CheckAsync(
            _internet.Zone.Apex, "www.knot.net", ["--resolver", nobody]);

        Assert.Contains(nobody, report.CannotTell("resolver-failed").Seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Time_runs_out()
    {
        IPAddress silent = PrivateRoot.NextAddress();
        await using var server = new LyingServer(silent);

        CheckReport report = await CheckedInternet.CheckAsync(
            _internet.Zone.Apex, "www.knot.net", ["--resolver", $"{silent}", "--timeout", "5"]);

        report.CannotTell("budget-exhausted");
        Assert.NotEqual(0, server.Questions);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("www.localhost")]
    [InlineData("printer.local")]
    [InlineData("www.example.test")]
    [InlineData("www.example.invalid")]
    [InlineData("hidden.onion")]
    [InlineData("router.home.arpa")]
    [InlineData("1.0.0.127.in-addr.arpa")]
    [InlineData("www.example.alt")]
    [InlineData("db.internal")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("www..knot.net")]
    [InlineData("under score.knot.net")]
    [InlineData("*.*.knot.net")]
    [InlineData("")]
    public async Task Name_that_no_authority_validates_is_refused_and_not_asked_for(string name)
    {
        IPAddress resolver = PrivateRoot.NextAddress();
        await using var server = new LyingServer(resolver);

        FinishedProcess finished = await ChildProcess.RunAsync(
            ServerProcess.Executable, ["check", name, "--zone", "auth.ops.net", "--resolver", $"{resolver}"]);

        Assert.Equal(2, finished.ExitCode);
        Assert.Contains(name, finished.Output, StringComparison.Ordinal);
        Assert.Equal(0, server.Questions);
    }
}
