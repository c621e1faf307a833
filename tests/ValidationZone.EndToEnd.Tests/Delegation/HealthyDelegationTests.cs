using ValidationZone.EndToEnd.Tests.Harness;

namespace ValidationZone.EndToEnd.Tests.Delegation;

/// <summary>Names that are delegated rightly: nothing is found, and what is there is told.</summary>
[Collection(DelegationGroup.Name)]
public sealed class HealthyDelegationTests
{
    private readonly CheckedInternet _internet;

    public HealthyDelegationTests(CheckedInternet internet)
    {
        CheckedInternet.Require();
        _internet = internet;
    }

    [Fact]
    public async Task Nothing_is_found_and_the_facts_are_told()
    {
        string site = await _internet.NewSiteLeadingToAsync(_internet.Fulldomain);

        CheckReport report = await _internet.CheckAsync("www." + site, "--target", _internet.Fulldomain);

        report.IsHealthy();
        Assert.Equal(($"www.{site}", $"_acme-challenge.www.{site}"), (report.Domain, report.Name));
        Assert.Equal((_internet.Zone.Apex.TrimEnd('.'), site), (report.Zone, report.ProductionZone));
        Assert.Equal(_internet.Zone.Account.Fulldomain, report.Target);
        Assert.Equal((1, 5L), (report.Values, report.NegativeTtl));
        Assert.Equal(new CheckedDnssec("unsigned", "unsigned"), report.Dnssec);
    }

    [Fact]
    public async Task Every_name_server_of_both_zones_is_asked()
    {
        string site = await _internet.NewSiteLeadingToAsync(_internet.Fulldomain);

        CheckReport report = await _internet.CheckAsync("www." + site);

        string zone = _internet.Zone.Apex.TrimEnd('.');
        Assert.All(report.Servers, server => Assert.True(server.Answers));
        Assert.Equal(
            [$"{site} ns1.{site}", $"{site} ns2.{site}", $"{zone} ns1.{zone}", $"{zone} ns2.{zone}"],
            report.Servers.Select(server => $"{server.Zone} {server.Name}"));
    }

    [Theory]
    [InlineData("*.www.", "*.www.")]
    [InlineData("WWW.", "www.")]
    [InlineData("www.", "www.", "--wildcard")]
    public async Task Wildcard_and_letter_case_lead_to_the_same_name(
        string asked, string told, params string[] options)
    {
        string site = await _internet.NewSiteLeadingToAsync(_internet.Fulldomain);

        CheckReport report = await _internet.CheckAsync(asked + site, options);

        report.IsHealthy();
        Assert.EndsWith(told[^4..] + site, report.Domain, StringComparison.Ordinal);
        Assert.Equal($"_acme-challenge.www.{site}", report.Name);
    }

    [Fact]
    public async Task Alias_may_lead_through_another_zone()
    {
        string second = await _internet.NewSiteAsync($"here CNAME {_internet.Fulldomain}");
        string first = await _internet.NewSiteLeadingToAsync($"here.{second}.");

        CheckReport report = await _internet.CheckAsync("www." + first);

        report.IsHealthy();
        Assert.Equal([report.Name, $"here.{second}", _internet.Zone.Account.Fulldomain], report.Chain);
    }

    [Fact]
    public async Task Name_without_a_value_is_no_finding()
    {
        RegisteredAccount account = await _internet.Zone.Server.Api.RegisterAsync();
        string site = await _internet.NewSiteLeadingToAsync(account.Fulldomain + ".");

        CheckReport report = await _internet.CheckAsync("www." + site);

        report.IsHealthy();
        Assert.Equal(0, report.Values);
    }

    [Fact]
    public async Task Text_ends_with_the_verdict_and_has_no_colour_in_a_pipe()
    {
        string site = await _internet.NewSiteLeadingToAsync(_internet.Fulldomain);

        FinishedProcess finished = await _internet.CheckInWordsAsync("www." + site);

        string[] lines = finished.MustSucceed().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(lines, line => line.Contains(_internet.Zone.Account.Fulldomain, StringComparison.Ordinal));
        Assert.Equal("This would work.", lines[^1]);
        Assert.DoesNotContain(finished.Output, letter => letter != '\n' && char.IsControl(letter));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("1", false)]
    public async Task Text_has_colour_on_a_terminal_unless_that_is_not_wanted(string noColor, bool isColoured)
    {
        Tools.Require("script");
        string site = await _internet.NewSiteLeadingToAsync(_internet.Fulldomain);
        string command = string.Join(' ', _internet.CommandFor("www." + site).Prepend(ServerProcess.Executable));

        FinishedProcess finished = await ChildProcess.RunAsync(
            Tools.PathOf("script"), ["-qec", command, "/dev/null"],
            new Dictionary<string, string> { ["TERM"] = "xterm", ["NO_COLOR"] = noColor });

        Assert.Equal(isColoured, finished.MustSucceed().Contains("\e[1mwww.", StringComparison.Ordinal));
    }
}
