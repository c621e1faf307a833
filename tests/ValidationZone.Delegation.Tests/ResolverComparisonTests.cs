using ValidationZone.Delegation.Report;
using ValidationZone.Delegation.Tests.Scripted;

namespace ValidationZone.Delegation.Tests;

public sealed class ResolverComparisonTests
{
    [Fact]
    public async Task Second_resolver_that_sees_another_zone_is_a_warning()
    {
        await using var world = new ScriptedWorld();
        var inside = new ScriptedZone(
            "example.org.", "example.org. SOA 60 1", $"{ScriptedWorld.Name} CNAME inside.example.");
        ScriptedServer second = world.Serve(54, query => inside.Answer(query) with { FlagBits = 0x0080 });

        CheckReport report = await world.CheckAsync(world.Request with
        {
            Resolvers = [world.Resolver.Endpoint, second.Endpoint], ComparesResolvers = true,
        });

        Finding finding = Assert.Single(report.Findings);
        Assert.Equal(("resolvers-disagree", FindingSeverity.Warning), (finding.Code, finding.Severity));
        Assert.Contains(
            $"{second.Endpoint}: _acme-challenge.www.example.org -> inside.example", finding.Seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Second_resolver_that_fails_is_a_warning()
    {
        await using var world = new ScriptedWorld();
        ScriptedServer second = world.Serve(54, query => new ScriptedReply(query) { Rcode = 5 });

        CheckReport report = await world.CheckAsync(world.Request with
        {
            Resolvers = [world.Resolver.Endpoint, second.Endpoint], ComparesResolvers = true,
        });

        Finding finding = Assert.Single(report.Findings);
        Assert.Equal(("resolver-failed", FindingSeverity.Warning), (finding.Code, finding.Severity));
        Assert.Contains($"{second.Endpoint} says REFUSED", finding.Seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task First_resolver_that_is_gone_is_made_up_for_by_the_next()
    {
        await using var world = new ScriptedWorld();
        ScriptedServer gone = world.Serve(54, _ => ScriptedMessages.Silence);

        CheckReport report = await world.CheckAsync(
            world.Request with { Resolvers = [gone.Endpoint, world.Resolver.Endpoint] });

        Assert.Empty(report.Findings);
    }

    [Fact]
    public async Task Answer_that_comes_only_unchecked_is_bogus()
    {
        await using var world = new ScriptedWorld();
        world.Resolver.Script = query =>
            query.IsUnchecked ? world.Resolve(query) : new ScriptedReply(query) { Rcode = 2 };

        CheckReport report = await world.CheckAsync();

        Assert.Equal("dnssec-bogus", Assert.Single(report.Findings).Code);
    }
}
