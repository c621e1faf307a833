using System.Text;
using ValidationZone.Delegation.Caa;
using ValidationZone.Wire;

namespace ValidationZone.Delegation.Tests;

public sealed class CaaRulesTests
{
    private const string Account = "https://ca.example/acct/1";

    [Theory]
    [InlineData("", "Permits", "Permits")]
    [InlineData("0 iodef mailto:x@example.org", "Permits", "Permits")]
    [InlineData("0 issue ca.example", "Permits", "Permits")]
    [InlineData("0 issue CA.EXAMPLE", "Permits", "Permits")]
    [InlineData("0 issue  ca.example ; ", "Permits", "Permits")]
    [InlineData("0 issue ca.example.", "Forbids", "Forbids")]
    [InlineData("0 issue other.example", "Forbids", "Forbids")]
    [InlineData("0 issue ;", "Forbids", "Forbids")]
    [InlineData("0 issue ", "Forbids", "Forbids")]
    [InlineData("0 issue ;|0 issue ca.example", "Permits", "Permits")]
    [InlineData("0 issue other.example|0 issue ca.example", "Permits", "Permits")]
    [InlineData("0 issuewild ;", "Permits", "ForbidsWildcard")]
    [InlineData("0 issue ca.example|0 issuewild other.example", "Permits", "ForbidsWildcard")]
    [InlineData("0 issue other.example|0 issuewild ca.example", "Forbids", "Permits")]
    [InlineData("0 issue %%%", "Forbids", "Forbids")]
    [InlineData("0 issue ca.example; =x", "Forbids", "Forbids")]
    [InlineData("0 issue ca.example; a b=c", "Forbids", "Forbids")]
    [InlineData("0 issue ca.example; policy=ev", "Permits", "Permits")]
    [InlineData("128 issue ca.example", "Permits", "Permits")]
    [InlineData("0 future x", "Permits", "Permits")]
    [InlineData("128 future x", "UnknownCritical", "UnknownCritical")]
    [InlineData("128 issuemail ;", "Permits", "Permits")]
    [InlineData("1 future x", "Permits", "Permits")]
    public void Authority_may_issue_as_RFC_8659_says(string records, string forDomain, string forWildcard)
    {
        var rules = new CaaRules("ca.example", accountUrl: null);

        CaaRdata[] read = Read(records);

        Assert.Equal(forDomain, $"{rules.Decide(read, isWildcard: false)}");
        Assert.Equal(forWildcard, $"{rules.Decide(read, isWildcard: true)}");
    }

    [Theory]
    [InlineData($"0 issue ca.example; accounturi={Account}", "Permits")]
    [InlineData($"0 issue ca.example;ACCOUNTURI={Account};", "Permits")]
    [InlineData("0 issue ca.example; accounturi=https://ca.example/acct/2", "OtherAccount")]
    [InlineData("0 issue ca.example; accounturi=https://CA.example/acct/1", "OtherAccount")]
    [InlineData($"0 issue ca.example; accounturi={Account}; accounturi={Account}", "OtherAccount")]
    [InlineData("0 issue ca.example; accounturi=https://ca.example/acct/2|0 issue ca.example", "Permits")]
    [InlineData("0 issue ca.example; validationmethods=dns-01", "Permits")]
    [InlineData("0 issue ca.example; validationmethods=http-01,dns-01", "Permits")]
    [InlineData("0 issue ca.example; validationmethods=http-01", "OtherMethod")]
    [InlineData("0 issue ca.example; validationmethods=", "OtherMethod")]
    [InlineData("0 issue ca.example; validationmethods=xdns-01", "OtherMethod")]
    [InlineData($"0 issue ca.example; validationmethods=http-01; accounturi={Account}", "OtherMethod")]
    [InlineData("0 issue ca.example; validationmethods=http-01|0 issue ca.example; accounturi=x", "OtherAccount")]
    public void Account_and_method_are_restricted_as_RFC_8657_says(string records, string expected) =>
        Assert.Equal(expected, $"{new CaaRules("ca.example", Account).Decide(Read(records), isWildcard: false)}");

    [Fact]
    public void Account_that_nobody_named_is_left_open()
    {
        var rules = new CaaRules("ca.example", accountUrl: null);

        CaaDecision decision = rules.Decide(Read("0 issue ca.example; accounturi=x"), isWildcard: false);

        Assert.Equal(CaaDecision.Permits, decision);
    }

    private static CaaRdata[] Read(string records) =>
    [
        .. records.Split('|', StringSplitOptions.RemoveEmptyEntries)
            .Select(record => record.Split(' ', 3))
            .Select(words => new CaaRdata(
                byte.Parse(words[0], provider: null), words[1], Encoding.ASCII.GetBytes(words[2]))),
    ];
}
