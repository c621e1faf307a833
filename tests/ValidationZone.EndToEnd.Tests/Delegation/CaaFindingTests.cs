using ValidationZone.EndToEnd.Tests.Harness;

namespace ValidationZone.EndToEnd.Tests.Delegation;

/// <summary>CAA records as an authority reads them: the closest ones count, and what is unreadable forbids.</summary>
[Collection(DelegationGroup.Name)]
public sealed class CaaFindingTests
{
    private const string Ours = "ca.knot.net";
    private readonly CheckedInternet _internet;

    public CaaFindingTests(CheckedInternet internet)
    {
        CheckedInternet.Require();
        _internet = internet;
    }

    [Theory]
    [InlineData("www.", "www A 192.0.2.1")]
    [InlineData("www.", "@ CAA 0 issue \"ca.knot.net\"")]
    [InlineData("www.", "@ CAA 0 issue \"other.knot.net\"\n@ CAA 0 issue \"CA.knot.net\"")]
    [InlineData("www.", "@ CAA 0 issue \";\"\nwww CAA 0 issue \"ca.knot.net\"")]
    [InlineData("www.", "@ CAA 0 issue \"ca.knot.net\"\n@ CAA 0 issuewild \";\"")]
    [InlineData("*.www.", "@ CAA 0 issue \";\"\n@ CAA 0 issuewild \"ca.knot.net\"")]
    [InlineData("www.", "@ CAA 0 iodef \"mailto:hostmaster@knot.net\"")]
    [InlineData("www.", "@ CAA 0 issue \"ca.knot.net; validationmethods=http-01,dns-01\"")]
    [InlineData("www.", "@ CAA 0 unheardof \"x\"")]
    public async Task Allowed(string host, string records)
    {
        string site = await NewSiteAsync(records);

        CheckReport report = await _internet.CheckAsync(host + site, "--ca", Ours);

        report.IsHealthy();
    }

    [Fact]
    public async Task Authority_may_have_a_dot_at_its_end()
    {
        string site = await NewSiteAsync($"@ CAA 0 issue \"{Ours}\"");

        CheckReport report = await _internet.CheckAsync("www." + site, "--ca", Ours + ".");

        report.IsHealthy();
    }

    [Theory]
    [InlineData("www.", "@ CAA 0 issue \";\"")]
    [InlineData("www.", "@ CAA 0 issue \"other.knot.net\"")]
    [InlineData("www.", "@ CAA 0 issue \"ca.knot.net\"\nwww CAA 0 issue \"other.knot.net\"")]
    [InlineData("www.", "@ CAA 0 issue \"not-ca.knot.net\"\n@ CAA 0 issuewild \"ca.knot.net\"")]
    [InlineData("*.www.", "@ CAA 0 issue \"other.knot.net\"")]
    public async Task Forbidden(string host, string records)
    {
        string site = await NewSiteAsync(records);

        CheckReport report = await _internet.CheckAsync(host + site, "--ca", Ours);

        CheckFinding finding = report.Fails("caa-forbids");
        Assert.Contains($"{site}. CAA 0 issue \"{Ours}\"", finding.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forbidden_where_the_name_itself_is_an_alias()
    {
        string other = await _internet.NewSiteAsync("host CAA 0 issue \"other.knot.net\"\nhost A 192.0.2.1");
        string site = await NewSiteAsync($"www CNAME host.{other}.\n@ CAA 0 issue \"{Ours}\"");

        CheckReport report = await _internet.CheckAsync("www." + site, "--ca", Ours);

        CheckFinding finding = report.Fails("caa-forbids");
        Assert.Contains("other.knot.net", finding.Seen, StringComparison.Ordinal);
        Assert.Contains($"host.{other}. CAA 0 issue \"{Ours}\"", finding.Fix, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("@ CAA 0 issue \"ca.knot.net\"\n@ CAA 0 issuewild \";\"")]
    [InlineData("@ CAA 0 issue \"ca.knot.net\"\n@ CAA 0 issuewild \"other.knot.net\"")]
    public async Task Forbidden_for_wildcards(string records)
    {
        string site = await NewSiteAsync(records);

        CheckReport report = await _internet.CheckAsync("www." + site, "--wildcard", "--ca", Ours);

        CheckFinding finding = report.Fails("caa-forbids-wildcard");
        Assert.Contains($"{site}. CAA 0 issuewild \"{Ours}\"", finding.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_account_is_meant()
    {
        string site = await NewSiteAsync($"@ CAA 0 issue \"{Ours}; accounturi=https://ca.knot.net/acct/1\"");

        CheckReport report = await _internet.CheckAsync(
            "www." + site, "--ca", Ours, "--account-url", "https://ca.knot.net/acct/2");

        CheckFinding finding = report.Fails("caa-account", "account-label-missing");
        Assert.Contains("accounturi=https://ca.knot.net/acct/2", finding.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_method_is_meant()
    {
        string site = await NewSiteAsync($"@ CAA 0 issue \"{Ours}; validationmethods=http-01\"");

        CheckReport report = await _internet.CheckAsync("www." + site, "--ca", Ours);

        CheckFinding finding = report.Fails("caa-method");
        Assert.Contains("validationmethods=", finding.Fix, StringComparison.Ordinal);
        Assert.Contains("dns-01", finding.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Records_that_cannot_be_read()
    {
        string site = await NewSiteAsync($"www CNAME www.site.{CheckedInternet.LameTopLevel}.");

        CheckReport report = await _internet.CheckAsync("www." + site, "--ca", Ours);

        Assert.Contains($"www.{site}", report.Fails("caa-unreadable").Seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Critical_property_that_no_authority_knows()
    {
        string site = await NewSiteAsync($"@ CAA 0 issue \"{Ours}\"\n@ CAA 128 tbs \"unknown\"");

        CheckReport report = await _internet.CheckAsync("www." + site, "--ca", Ours);

        CheckFinding finding = report.Fails("caa-critical-unknown");
        Assert.Contains($"{site}. CAA 128 tbs \"unknown\"", finding.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_asked_without_an_authority_to_ask_for()
    {
        string site = await NewSiteAsync("@ CAA 0 issue \";\"");

        CheckReport report = await _internet.CheckAsync("www." + site);

        report.IsHealthy();
    }

    private Task<string> NewSiteAsync(string records) =>
        _internet.NewSiteAsync($"{records}\n_acme-challenge.www CNAME {_internet.Fulldomain}");
}
