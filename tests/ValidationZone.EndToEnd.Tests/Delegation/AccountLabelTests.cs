namespace ValidationZone.EndToEnd.Tests.Delegation;

/// <summary>The label of an ACME account, below which a CA that offers dns-account-01 looks.</summary>
[Collection(DelegationGroup.Name)]
public sealed class AccountLabelTests
{
    // The account and the label that the specification of dns-account-01 has as its example.
    private const string Account = "https://example.com/acme/acct/ExampleAccount";
    private const string Label = "_ujmmovf2vn55tgye";
    private readonly CheckedInternet _internet;

    public AccountLabelTests(CheckedInternet internet)
    {
        CheckedInternet.Require();
        _internet = internet;
    }

    [Fact]
    public async Task Missing_alias_of_the_account_is_told()
    {
        string site = await _internet.NewSiteLeadingToAsync(_internet.Fulldomain);

        CheckReport report = await _internet.CheckAsync("www." + site, "--account-url", Account);

        CheckFinding finding = report.Warns("account-label-missing");
        Assert.Contains(
            $"{Label}._acme-challenge.www.{site}. CNAME {_internet.Fulldomain}", finding.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Both_aliases_are_right()
    {
        string site = await _internet.NewSiteAsync($"""
            _acme-challenge.www CNAME {_internet.Fulldomain}
            {Label}._acme-challenge.www CNAME {_internet.Fulldomain}
            """);

        CheckReport report = await _internet.CheckAsync("www." + site, "--account-url", Account);

        report.IsHealthy();
    }
}
