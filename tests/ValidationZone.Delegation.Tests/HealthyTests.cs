using ValidationZone.Delegation.Report;
using ValidationZone.Delegation.Tests.Scripted;

namespace ValidationZone.Delegation.Tests;

public sealed class HealthyTests
{
    [Fact]
    public async Task Name_that_is_delegated_as_it_should_be_has_no_finding()
    {
        await using var world = new ScriptedWorld();

        CheckReport report = await world.CheckAsync();

        Assert.Empty(report.Findings);
        Assert.Equal(CheckVerdict.Works, report.Verdict);
    }

    [Fact]
    public async Task Facts_are_reported()
    {
        await using var world = new ScriptedWorld();

        CheckReport report = await world.CheckAsync();

        Assert.Equal("example.org", report.ProductionZone);
        Assert.Equal("5c9a.auth.example.net", report.Target);
        Assert.Equal(["_acme-challenge.www.example.org", "5c9a.auth.example.net"], report.Chain);
        Assert.Equal((1, 5), (report.Values, report.NegativeTtlSeconds));
        Assert.Equal((false, false), (report.IsProductionSigned, report.IsValidationSigned));
        Assert.Equal(
            [$"{world.At(11)}", $"{world.At(12)}", $"{world.At(31)}"], report.Servers.Select(each => each.Address));
        Assert.All(report.Servers, server => Assert.True(server.Answers));
    }

    [Fact]
    public async Task Sound_name_takes_few_questions()
    {
        await using var world = new ScriptedWorld();

        CheckReport report = await world.CheckAsync();

        Assert.InRange(report.Questions, 20, 60);
    }

    [Fact]
    public async Task Chain_through_a_third_zone_is_followed()
    {
        await using var world = new ScriptedWorld();
        world.Production.Without(ScriptedWorld.Name, "CNAME").With($"{ScriptedWorld.Name} CNAME between.example.net.");
        world.Parent.With($"between.example.net. CNAME {ScriptedWorld.Target}");

        CheckReport report = await world.CheckAsync();

        Assert.Empty(report.Findings);
        Assert.Equal(3, report.Chain.Count);
    }

    [Fact]
    public async Task Wildcard_domain_with_both_resolvers_and_a_target_is_as_sound()
    {
        await using var world = new ScriptedWorld();
        ScriptedServer second = world.Serve(54, query => world.Resolve(query));
        world.Production.With("example.org. CAA 0 issue ca.example;validationmethods=dns-01");

        CheckReport report = await world.CheckAsync(world.Request with
        {
            Domain = ScriptedWorld.Domain("*.www.example.org"),
            Resolvers = [world.Resolver.Endpoint, second.Endpoint],
            ComparesResolvers = true,
            Target = Wire.DomainName.Parse(ScriptedWorld.Target),
            CaIdentifier = "CA.example",
        });

        Assert.Empty(report.Findings);
    }
}
