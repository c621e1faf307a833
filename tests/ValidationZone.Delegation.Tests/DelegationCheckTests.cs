using System.Collections.Concurrent;
using ValidationZone.Delegation.Report;
using ValidationZone.Delegation.Tests.Scripted;

namespace ValidationZone.Delegation.Tests;

public sealed class DelegationCheckTests
{
    private const int ServFail = 2;

    [Fact]
    public async Task Delegation_that_one_server_of_the_parent_lacks_is_an_error()
    {
        await using var world = new ScriptedWorld();
        var old = new ScriptedZone("example.net.", "example.net. SOA 60 1", "example.net. NS ns.example.net.");
        world.Serve(22, query => old.Answer(query));
        world.Parent.With("example.net. NS old.example.net.", $"old.example.net. A {world.At(22)}");

        CheckReport report = await world.CheckAsync();

        Finding finding = Assert.Single(report.Findings);
        Assert.Equal(
            ("validation-zone-not-delegated", FindingSeverity.Error), (finding.Code, finding.Severity));
        Assert.Contains($"old.example.net ({world.At(22)}) says NXDOMAIN", finding.Seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_of_parent_and_zone_answers_where_others_refer()
    {
        await using var world = new ScriptedWorld();
        world.Serve(22, query => world.Validation.Answer(query));
        world.Parent.With("example.net. NS both.example.net.", $"both.example.net. A {world.At(22)}");

        CheckReport report = await world.CheckAsync();

        Assert.Empty(report.Findings);
    }

    [Fact]
    public async Task Silent_servers_are_no_error_where_another_cannot_be_reached_from_here()
    {
        await using var world = new ScriptedWorld();
        world.First.Script = world.Second.Script = _ => ScriptedMessages.Silence;
        world.Production.With("ns1.example.org. AAAA ff02::1");

        CheckReport report = await world.CheckAsync();

        Finding finding = Assert.Single(report.Findings, finding => finding.Code == "production-server-silent");
        Assert.Equal(FindingSeverity.Unknown, finding.Severity);
    }

    [Fact]
    public async Task Failure_that_passes_is_not_taken_for_wrong_signatures()
    {
        await using var world = new ScriptedWorld();
        var asked = new ConcurrentDictionary<(string Name, string Type), bool>();
        world.Resolver.Script = query => asked.TryAdd((query.Name, query.Type), true)
            ? new ScriptedReply(query) { Rcode = ServFail, FlagBits = 0x0080 }
            : world.Resolve(query);

        CheckReport report = await world.CheckAsync();

        Assert.Empty(report.Findings);
    }

    [Theory]
    [InlineData("example.org.")]
    [InlineData("auth.example.net.")]
    public async Task Zone_that_should_be_signed_and_has_no_keys_is_an_error_whatever_the_resolver_believes(string zone)
    {
        await using var world = new ScriptedWorld();
        (zone == "example.org." ? world.TopLevel : world.Parent).With($"{zone} DS 12345678901234567890");

        CheckReport report = await world.CheckAsync();

        Finding finding = Assert.Single(report.Findings);
        Assert.Equal("dnssec-ds-without-keys", finding.Code);
        Assert.Contains(zone[..^1], finding.Seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Zone_below_that_only_one_server_knows_does_not_hide_what_the_other_says()
    {
        await using var world = new ScriptedWorld();
        var below = new ScriptedZone(
            "www.example.org.", "www.example.org. SOA 60 1", "www.example.org. NS ns.www.example.org.",
            $"{ScriptedWorld.Name} CNAME {ScriptedWorld.Target}");
        world.Serve(13, query => below.Answer(query));
        var newer = new ScriptedZone(
            "example.org.", "example.org. SOA 60 1", "www.example.org. NS ns.www.example.org.",
            $"ns.www.example.org. A {world.At(13)}");
        world.Second.Script = query => newer.Answer(query);
        world.Production.Without(ScriptedWorld.Name, "CNAME");

        CheckReport report = await world.CheckAsync();

        Finding finding = Assert.Single(report.Findings, finding => finding.Severity == FindingSeverity.Error);
        Assert.Equal("production-servers-disagree", finding.Code);
        Assert.Contains($"({world.At(11)}) says NXDOMAIN", finding.Seen, StringComparison.Ordinal);
    }
}
