using System.Collections.Concurrent;
using ValidationZone.Delegation.Report;
using ValidationZone.Delegation.Tests.Scripted;

namespace ValidationZone.Delegation.Tests;

/// <summary>The zone above the site's zone names other servers than that zone itself.</summary>
public sealed class ProductionParentTests
{
    private const int Refused = 5;

    [Fact]
    public async Task Old_server_that_only_the_parent_names_is_asked_and_disagrees()
    {
        await using var world = new ScriptedWorld();
        world.Serve(13, query => OldZone.Answer(query));
        NameOldServer(world);

        CheckReport report = await world.CheckAsync();

        Assert.Equal(
            ["production-servers-disagree", "production-ns-mismatch"], report.Findings.Select(finding => finding.Code));
        Assert.Contains(
            $"old.example.org ({world.At(13)}) says NXDOMAIN", report.Findings[0].Seen, StringComparison.Ordinal);
        Assert.Equal(CheckVerdict.Fails, report.Verdict);
    }

    [Fact]
    public async Task Lines_to_remove_and_to_add_at_the_parent_are_named()
    {
        await using var world = new ScriptedWorld();
        world.Serve(13, query => world.Production.Answer(query));
        NameOldServer(world);
        world.TopLevel.Records.RemoveAll(record => record.Type == "NS" && record.Name == "ns2.example.org.");

        CheckReport report = await world.CheckAsync();

        Finding finding = Assert.Single(report.Findings);
        Assert.Equal(("production-ns-mismatch", FindingSeverity.Warning), (finding.Code, finding.Severity));
        Assert.EndsWith(
            "remove:  example.org. NS old.example.org.  add:  example.org. NS ns2.example.org.", finding.Fix,
            StringComparison.Ordinal);
        Assert.Contains(
            "example.org itself names ns1.example.org, ns2.example.org.", finding.Seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_that_only_the_parent_names_and_that_is_gone_is_silent()
    {
        await using var world = new ScriptedWorld();
        NameOldServer(world);

        CheckReport report = await world.CheckAsync();

        Assert.Equal(
            ["production-server-silent", "production-ns-mismatch"], report.Findings.Select(finding => finding.Code));
        Assert.All(report.Findings, finding => Assert.Equal(FindingSeverity.Warning, finding.Severity));
    }

    [Fact]
    public async Task Server_that_only_the_parent_names_and_that_has_no_address_is_silent()
    {
        await using var world = new ScriptedWorld();
        world.TopLevel.With("example.org. NS gone.example.net.");

        CheckReport report = await world.CheckAsync();

        Finding finding = Assert.Single(report.Findings, finding => finding.Code == "production-server-silent");
        Assert.Contains("gone.example.net (no address)", finding.Seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Old_glue_leads_to_a_server_that_is_asked()
    {
        await using var world = new ScriptedWorld();
        world.Serve(13, query => OldZone.Answer(query));
        world.TopLevel.Without("ns1.example.org.", "A").With($"ns1.example.org. A {world.At(13)}");

        CheckReport report = await world.CheckAsync();

        Finding finding = Assert.Single(report.Findings);
        Assert.Equal("production-servers-disagree", finding.Code);
        Assert.Contains($"ns1.example.org ({world.At(13)}) says NXDOMAIN", finding.Seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Glue_is_enough_for_a_server_that_resolvers_have_no_address_for()
    {
        await using var world = new ScriptedWorld();
        world.Production.Without("ns1.example.org.", "A");

        CheckReport report = await world.CheckAsync();

        Assert.Empty(report.Findings);
    }

    [Fact]
    public async Task Parent_on_the_same_servers_is_no_finding()
    {
        await using var world = new ScriptedWorld();
        world.TopLevel.Without("org.", "NS").With("org. NS ns1.example.org.", "org. NS ns2.example.org.");
        world.First.Script = world.Second.Script = query =>
            query.Name.EndsWith("example.org.", StringComparison.Ordinal)
                ? world.Production.Answer(query)
                : world.TopLevel.Answer(query);

        CheckReport report = await world.CheckAsync();

        Assert.Empty(report.Findings);
        Assert.Equal(CheckVerdict.Works, report.Verdict);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Parent_that_cannot_be_asked_is_no_finding(bool isSilent)
    {
        await using var world = new ScriptedWorld();
        world.TopLevelServer.Script = query =>
            isSilent ? ScriptedMessages.Silence : new ScriptedReply(query) { Rcode = Refused };

        CheckReport report = await world.CheckAsync();

        Assert.Empty(report.Findings);
    }

    [Fact]
    public async Task Parent_is_asked_once_however_many_links_lie_in_the_zone()
    {
        await using var world = new ScriptedWorld();
        var asked = new ConcurrentQueue<string>();
        world.TopLevelServer.Script = query =>
        {
            asked.Enqueue($"{query.Name} {query.Type}");
            return world.TopLevel.Answer(query);
        };
        world.Production.Without(ScriptedWorld.Name, "CNAME").With(
            $"{ScriptedWorld.Name} CNAME a.example.org.", $"a.example.org. CNAME {ScriptedWorld.Target}");

        await world.CheckAsync();

        Assert.Equal(["example.org. NS"], asked);
    }

    // What it was before the alias was made.
    private static ScriptedZone OldZone => new(
        "example.org.", "example.org. SOA 60 1", "example.org. NS old.example.org.", "www.example.org. A 192.0.2.1");

    private static void NameOldServer(ScriptedWorld world) =>
        world.TopLevel.With("example.org. NS old.example.org.", $"old.example.org. A {world.At(13)}");
}
