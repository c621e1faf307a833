using System.Net;
using ValidationZone.EndToEnd.Tests.Harness;
using ValidationZone.EndToEnd.Tests.Oracles;
using ValidationZone.Tests.Support;

namespace ValidationZone.EndToEnd.Tests.Delegation;

/// <summary>Aliases that are missing, or lead nowhere, in circles, too far or to somebody else.</summary>
[Collection(DelegationGroup.Name)]
public sealed class AliasFindingTests
{
    private readonly CheckedInternet _internet;

    public AliasFindingTests(CheckedInternet internet)
    {
        CheckedInternet.Require();
        _internet = internet;
    }

    [Theory]
    [InlineData("www A 192.0.2.1")]
    [InlineData("_acme-challenge.www A 192.0.2.1")]
    [InlineData("below._acme-challenge.www A 192.0.2.1")]
    public async Task Missing_alias_is_mended_by_the_record_that_is_told(string instead)
    {
        string site = await _internet.NewSiteAsync(instead);

        CheckReport report = await _internet.CheckAsync("www." + site, "--target", _internet.Fulldomain);

        CheckFinding finding = report.Fails("alias-missing");
        Assert.Contains(RightAlias(site), finding.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TXT_record_in_place_of_the_alias()
    {
        string site = await _internet.NewSiteAsync("_acme-challenge.www TXT old");

        CheckReport report = await _internet.CheckAsync("www." + site, "--target", _internet.Fulldomain);

        CheckFinding finding = report.Fails("txt-instead-of-alias");
        Assert.Contains(RightAlias(site), finding.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delegation_in_place_of_the_alias()
    {
        string site = await _internet.NewSiteAsync("_acme-challenge.www NS ns1.knot.net.");

        CheckReport report = await _internet.CheckAsync("www." + site);

        CheckFinding finding = report.Fails("delegated-instead-of-alias");
        Assert.Contains("ns1.knot.net", finding.Seen, StringComparison.Ordinal);
        Assert.Contains($"_acme-challenge.www.{site}", finding.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delegation_to_our_servers_which_do_not_serve_that_name()
    {
        string site = await _internet.NewSiteAsync($"_acme-challenge.www NS ns1.{_internet.Zone.Apex}");

        CheckReport report = await _internet.CheckAsync("www." + site, "--target", _internet.Fulldomain);

        CheckFinding finding = report.Fails("delegated-instead-of-alias");
        Assert.Contains(RightAlias(site), finding.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_aliases_at_one_name()
    {
        IPAddress address = PrivateRoot.NextAddress();
        string site = await _internet.NewSiteAsync(new ASite("") { Servers = [address] });
        string name = $"_acme-challenge.www.{site}.";
        await using var liar = new LyingServer(
            address,
            ($"{site}.", "SOA", [.. WireName.ToOctets($"ns1.{site}."), 0, .. new byte[19], 60]),
            ($"{site}.", "NS", WireName.ToOctets($"ns1.{site}.")),
            ($"ns1.{site}.", "A", address.GetAddressBytes()),
            (name, "CNAME", WireName.ToOctets(_internet.Fulldomain)),
            (name, "CNAME", WireName.ToOctets("ns1.knot.net.")));

        CheckReport report = await _internet.CheckAsync("www." + site);

        CheckFinding finding = report.Fails("several-aliases");
        Assert.Contains("ns1.knot.net", finding.Seen + finding.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Alias_that_leads_back_to_itself()
    {
        string site = await _internet.NewSiteAsync("""
            _acme-challenge.www CNAME there
            there CNAME _acme-challenge.www
            """);

        CheckReport report = await _internet.CheckAsync("www." + site);

        Assert.Contains($"there.{site}", report.Fails("alias-loop").Seen, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5, "warning")]
    [InlineData(8, "warning")]
    [InlineData(9, "error")]
    [InlineData(40, "error")]
    public async Task Long_chains_of_aliases(int links, params string[] severities)
    {
        string between = string.Concat(Enumerable.Range(1, links - 1).Select(
            link => $"link{link} CNAME {(link == links - 1 ? _internet.Fulldomain : $"link{link + 1}")}\n"));
        string site = await _internet.NewSiteAsync("_acme-challenge.www CNAME link1\n" + between);

        CheckReport report = await _internet.CheckAsync("www." + site);

        Assert.Equal(severities, report.Findings.Select(finding => finding.Severity));
        Assert.All(report.Findings, finding => Assert.Equal("alias-chain-too-long", finding.Code));
        Assert.Equal(severities.Contains("error") ? 1 : 0, report.ExitCode);
    }

    [Theory]
    [InlineData("ns1.knot.net.")]
    [InlineData("nobody.knot.net.")]
    [InlineData("beside-")]
    public async Task Alias_that_ends_outside_the_validation_zone(string target)
    {
        string outside = target.EndsWith('.') ? target : target + _internet.Zone.Apex;
        string site = await _internet.NewSiteLeadingToAsync(outside);

        CheckReport report = await _internet.CheckAsync("www." + site);

        CheckFinding finding = report.Fails("alias-outside");
        Assert.Contains(outside.TrimEnd('.'), finding.Seen, StringComparison.Ordinal);
        Assert.Contains($"_acme-challenge.www.{site}. CNAME", finding.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Alias_to_the_apex_of_the_validation_zone()
    {
        string site = await _internet.NewSiteLeadingToAsync(_internet.Zone.Apex);

        CheckReport report = await _internet.CheckAsync("www." + site, "--target", _internet.Fulldomain);

        CheckFinding finding = report.Fails("alias-to-apex");
        Assert.Contains(RightAlias(site), finding.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Alias_to_the_name_of_another_account()
    {
        RegisteredAccount other = await _internet.Zone.Server.Api.RegisterAsync();
        string site = await _internet.NewSiteLeadingToAsync(other.Fulldomain + ".");

        CheckReport report = await _internet.CheckAsync("www." + site, "--target", _internet.Fulldomain);

        CheckFinding finding = report.Fails("alias-elsewhere");
        Assert.Contains(other.Fulldomain, finding.Seen, StringComparison.Ordinal);
        Assert.Contains(RightAlias(site), finding.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Alias_to_a_name_that_nobody_has_registered()
    {
        string site = await _internet.NewSiteLeadingToAsync($"nobody.{_internet.Zone.Apex}");

        CheckReport report = await _internet.CheckAsync("www." + site);

        CheckFinding finding = report.Fails("target-not-registered");
        Assert.Contains($"nobody.{_internet.Zone.Apex.TrimEnd('.')}", finding.Seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Alias_that_a_wildcard_makes()
    {
        string site = await _internet.NewSiteAsync($"* CNAME {_internet.Fulldomain}");

        CheckReport report = await _internet.CheckAsync("www." + site);

        CheckFinding finding = report.Warns("alias-from-wildcard");
        Assert.Contains("wildcard", finding.Seen, StringComparison.Ordinal);
        Assert.Contains(RightAlias(site), finding.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Target_with_odd_octets_reaches_no_terminal()
    {
        string site = await _internet.NewSiteLeadingToAsync("""bad\027\09131m\007\010.knot.net.""");

        FinishedProcess finished = await _internet.CheckInWordsAsync("www." + site);

        Assert.Equal(1, finished.ExitCode);
        Assert.Contains("""bad\027""", finished.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(finished.Output, letter => letter != '\n' && char.IsControl(letter));
    }

    /// <summary>The record that would mend a site.</summary>
    private string RightAlias(string site) => $"_acme-challenge.www.{site}. CNAME {_internet.Fulldomain}";
}
