using System.Net;
using ValidationZone.EndToEnd.Tests.Harness;
using ValidationZone.EndToEnd.Tests.Oracles;

namespace ValidationZone.EndToEnd.Tests.Delegation;

/// <summary>Name servers of the site's own zone that are silent, do not know it, or tell different stories.</summary>
[Collection(DelegationGroup.Name)]
public sealed class ProductionServerFindingTests
{
    private readonly CheckedInternet _internet;

    public ProductionServerFindingTests(CheckedInternet internet)
    {
        CheckedInternet.Require();
        _internet = internet;
    }

    private string Alias => $"_acme-challenge.www CNAME {_internet.Fulldomain}";

    [Fact]
    public async Task One_of_three_servers_is_not_there()
    {
        string site = await _internet.NewSiteAsync(
            new ASite(Alias) { Servers = [.. _internet.SiteServers, CheckedInternet.Nowhere] });

        CheckReport report = await _internet.CheckAsync("www." + site);

        CheckFinding finding = report.Warns("production-server-silent");
        Assert.Contains($"ns3.{site}", finding.Seen, StringComparison.Ordinal);
        Assert.Contains($"{CheckedInternet.Nowhere}", finding.Seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_of_three_servers_takes_questions_and_never_answers()
    {
        IPAddress silent = PrivateRoot.NextAddress();
        await using var server = new LyingServer(silent);
        string site = await _internet.NewSiteAsync(
            new ASite(Alias) { Servers = [.. _internet.SiteServers, silent] });

        CheckReport report = await _internet.CheckAsync("www." + site);

        Assert.Contains($"{silent}", report.Warns("production-server-silent").Seen, StringComparison.Ordinal);
        Assert.Equal($"{silent}", Assert.Single(report.Servers, asked => !asked.Answers).Address);
    }

    [Fact]
    public async Task No_server_is_there()
    {
        string site = await _internet.NewSiteAsync(new ASite(Alias) { Servers = [CheckedInternet.Nowhere] });

        CheckReport report = await _internet.CheckAsync("www." + site);

        report.Fails("production-server-silent");
    }

    [Fact]
    public async Task One_of_three_servers_does_not_know_the_zone()
    {
        string site = await _internet.NewSiteAsync(
            new ASite(Alias) { Servers = [.. _internet.SiteServers, _internet.Stranger] });

        CheckReport report = await _internet.CheckAsync("www." + site);

        CheckFinding finding = report.Warns("production-server-lame");
        Assert.Contains($"ns3.{site}", finding.Seen, StringComparison.Ordinal);
        Assert.Contains("REFUSED", finding.Seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_server_knows_the_zone()
    {
        string site = await _internet.NewSiteAsync(new ASite(Alias) { Servers = [_internet.Stranger] });

        CheckReport report = await _internet.CheckAsync("www." + site);

        report.Fails("production-server-lame");
    }

    [Fact]
    public async Task Servers_tell_different_aliases()
    {
        RegisteredAccount other = await _internet.Zone.Server.Api.RegisterAsync();
        string site = await _internet.NewSiteAsync(
            new ASite(Alias) { RecordsOfSecond = $"_acme-challenge.www CNAME {other.Fulldomain}." });

        CheckReport report = await _internet.CheckAsync("www." + site);

        CheckFinding finding = report.Fails("production-servers-disagree");
        Assert.Contains(_internet.Zone.Account.Fulldomain, finding.Seen, StringComparison.Ordinal);
        Assert.Contains(other.Fulldomain, finding.Seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_server_has_the_alias_and_the_other_has_not()
    {
        string site = await _internet.NewSiteAsync(new ASite(Alias) { RecordsOfSecond = "www A 192.0.2.1" });

        CheckReport report = await _internet.CheckAsync("www." + site);

        CheckFinding finding = report.Fails("production-servers-disagree");
        Assert.Contains($"ns2.{site}", finding.Seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Old_provider_that_only_the_zone_above_names_has_no_alias()
    {
        string site = await _internet.NewSiteAsync(new ASite(Alias) { RecordsOfOldProvider = "www A 192.0.2.1" });

        CheckReport report = await _internet.CheckAsync("www." + site);

        CheckFinding finding = report.Fails("production-servers-disagree", "production-ns-mismatch");
        Assert.Contains($"({_internet.Stranger}) says NXDOMAIN", finding.Seen, StringComparison.Ordinal);
        Assert.EndsWith($"remove:  {site}. NS ns1.ops.net.", report.Findings[1].Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Absence_that_is_remembered_for_a_day()
    {
        string site = await _internet.NewSiteAsync(new ASite(Alias) { NegativeTtlSeconds = 86400 });

        CheckReport report = await _internet.CheckAsync("www." + site);

        Assert.Contains("86400", report.Warns("negative-ttl-long").Seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Domain_that_nobody_has_registered()
    {
        CheckReport report = await _internet.CheckAsync("www.nobody.net");

        report.CannotTell("production-zone-not-found");
    }

    [Fact]
    public async Task Top_level_domain_that_no_server_serves()
    {
        CheckReport report = await _internet.CheckAsync($"www.site.{CheckedInternet.LameTopLevel}");

        report.CannotTell("production-zone-not-found");
    }
}
