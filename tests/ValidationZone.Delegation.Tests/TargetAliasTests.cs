using ValidationZone.Delegation.Report;
using ValidationZone.Delegation.Tests.Scripted;

namespace ValidationZone.Delegation.Tests;

/// <summary>The target is an alias itself, which stands in the zone file of the validation zone.</summary>
public sealed class TargetAliasTests
{
    private const string Other = "other.auth.example.net.";

    [Fact]
    public async Task Alias_out_of_our_zone_is_an_error_that_names_the_record()
    {
        await using ScriptedWorld world = Leading("elsewhere.example.net.");

        CheckReport report = await world.CheckAsync();

        Finding finding = Assert.Single(report.Findings);
        Assert.Equal(("alias-outside", FindingSeverity.Error), (finding.Code, finding.Severity));
        Assert.Contains("5c9a.auth.example.net -> elsewhere.example.net", finding.Seen, StringComparison.Ordinal);
        Assert.StartsWith(
            $"Remove the CNAME of {ScriptedWorld.Target} from the zone file", finding.Fix, StringComparison.Ordinal);
        Assert.Equal((null, null), (report.Target, report.Values));
    }

    [Fact]
    public async Task Alias_inside_our_zone_is_followed_to_the_values()
    {
        await using ScriptedWorld world = Leading(Other, $"{Other} TXT value", $"{Other} TXT other");

        CheckReport report = await world.CheckAsync();

        Assert.Empty(report.Findings);
        Assert.Equal(("other.auth.example.net", 2), (report.Target, report.Values));
        Assert.Equal(
            ["_acme-challenge.www.example.org", "5c9a.auth.example.net", "other.auth.example.net"], report.Chain);
    }

    [Fact]
    public async Task Alias_inside_our_zone_to_a_name_that_is_not_there_is_an_error()
    {
        await using ScriptedWorld world = Leading(Other);

        CheckReport report = await world.CheckAsync();

        Finding finding = Assert.Single(report.Findings);
        Assert.Equal("target-not-registered", finding.Code);
        Assert.Contains("other.auth.example.net", finding.Seen, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("auth.example.net.", "alias-to-apex")]
    [InlineData(ScriptedWorld.Target, "alias-loop")]
    public async Task Alias_that_leads_to_no_name_of_an_account_is_an_error(string end, string code)
    {
        await using ScriptedWorld world = Leading(end);

        CheckReport report = await world.CheckAsync();

        Assert.Equal(code, Assert.Single(report.Findings).Code);
    }

    [Fact]
    public async Task End_is_compared_with_the_fulldomain_of_the_account()
    {
        await using ScriptedWorld world = Leading(Other, $"{Other} TXT value");

        CheckReport report = await world.CheckAsync(
            world.Request with { Target = Wire.DomainName.Parse(ScriptedWorld.Target) });

        Finding finding = Assert.Single(report.Findings);
        Assert.Equal("alias-elsewhere", finding.Code);
        Assert.Equal(
            $"Remove the CNAME of {ScriptedWorld.Target} from the zone file of auth.example.net.", finding.Fix);
    }

    [Fact]
    public async Task Two_aliases_at_the_target_are_an_error()
    {
        await using ScriptedWorld world = Leading(Other, $"{ScriptedWorld.Target} CNAME elsewhere.example.net.");

        CheckReport report = await world.CheckAsync();

        Assert.Equal("several-aliases", Assert.Single(report.Findings).Code);
    }

    [Fact]
    public async Task Alias_that_only_one_of_our_servers_has_is_a_disagreement()
    {
        await using ScriptedWorld world = Leading("elsewhere.example.net.");
        var sound = new ScriptedZone(
            "auth.example.net.", [.. Servers(world), "auth.example.net. SOA 5 1", $"{ScriptedWorld.Target} TXT value"]);
        world.Serve(32, query => sound.Answer(query));
        world.Validation.With($"auth.example.net. NS ns2.auth.example.net.", $"ns2.auth.example.net. A {world.At(32)}");
        world.Parent.With($"auth.example.net. NS ns2.auth.example.net.", $"ns2.auth.example.net. A {world.At(32)}");

        CheckReport report = await world.CheckAsync();

        Assert.Equal("validation-servers-disagree", Assert.Single(report.Findings).Code);
    }

    [Fact]
    public async Task Long_row_of_aliases_in_our_zone_comes_to_an_end()
    {
        string[] links =
            [.. Enumerable.Range(1, 20).Select(i => $"a{i}.auth.example.net. CNAME a{i + 1}.auth.example.net.")];
        await using ScriptedWorld world = Leading("a1.auth.example.net.", links);

        CheckReport report = await world.CheckAsync();

        Assert.Contains(report.Findings, finding =>
            (finding.Code, finding.Severity) == ("alias-chain-too-long", FindingSeverity.Error));
        Assert.DoesNotContain(report.Findings, finding => finding.Code == "budget-exhausted");
    }

    private static ScriptedWorld Leading(string alias, params string[] more)
    {
        var world = new ScriptedWorld();
        world.Validation.Without(ScriptedWorld.Target, "TXT").With([$"{ScriptedWorld.Target} CNAME {alias}", .. more]);
        return world;
    }

    private static string[] Servers(ScriptedWorld world) =>
    [
        "auth.example.net. NS ns1.auth.example.net.", $"ns1.auth.example.net. A {world.At(31)}",
        "auth.example.net. NS ns2.auth.example.net.", $"ns2.auth.example.net. A {world.At(32)}",
    ];
}
