using ValidationZone.Delegation.Report;
using ValidationZone.Delegation.Tests.Scripted;

namespace ValidationZone.Delegation.Tests;

public sealed class CaaStepTests
{
    private const int NotImplemented = 4;
    private const int Refused = 5;

    [Theory]
    [InlineData(NotImplemented)]
    [InlineData(Refused)]
    public async Task Resolver_that_does_not_know_the_type_leaves_the_verdict_open(int rcode)
    {
        await using var world = new ScriptedWorld();
        world.Production.With("example.org. CAA 0 issue other.example");
        world.Resolver.Script = query =>
            query.Type == "CAA" ? new ScriptedReply(query) { Rcode = rcode } : world.Resolve(query);

        CheckReport report = await world.CheckAsync(world.Request with { CaIdentifier = "ca.example" });

        Finding finding = Assert.Single(report.Findings);
        Assert.Equal(("caa-unreadable", FindingSeverity.Unknown), (finding.Code, finding.Severity));
        Assert.Equal(CheckVerdict.Unknown, report.Verdict);
    }

    [Theory]
    [InlineData("issuewild ca.example; validationmethods=http-01", "caa-method")]
    [InlineData("issuewild ca.example; accounturi=https://ca.example/2", "caa-account")]
    public async Task Property_of_wildcards_is_mended_where_it_is_the_one_that_counts(string property, string code)
    {
        await using var world = new ScriptedWorld();
        world.Production.With($"example.org. CAA 0 {property}", "example.org. CAA 0 issue ca.example");

        CheckReport report = await world.CheckAsync(world.Request with
        {
            Domain = ScriptedWorld.Domain("*.www.example.org"),
            CaIdentifier = "ca.example",
            AccountUrl = "https://ca.example/1",
        });

        Finding finding = Assert.Single(report.Findings, finding => finding.Code == code);
        Assert.Contains("example.org. CAA 0 issuewild \"ca.example;", finding.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reply_that_stays_cut_short_is_not_taken_for_no_records()
    {
        await using var world = new ScriptedWorld();
        world.Production.With("www.example.org. CAA 0 issue other.example");
        world.Resolver.Script = query => query.Type == "CAA"
            ? new ScriptedReply(query) { FlagBits = 0x0280 }
            : world.Resolve(query);

        CheckReport report = await world.CheckAsync(world.Request with { CaIdentifier = "ca.example" });

        Assert.Equal(CheckVerdict.Unknown, report.Verdict);
    }
}
