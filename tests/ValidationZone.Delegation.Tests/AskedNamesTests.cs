using System.Collections.Concurrent;
using ValidationZone.Delegation.Report;
using ValidationZone.Delegation.Tests.Scripted;

namespace ValidationZone.Delegation.Tests;

/// <summary>What a check asks for, whoever chose the names and addresses that it meets.</summary>
public sealed class AskedNamesTests : IAsyncDisposable
{
    private readonly ScriptedWorld _world = new();
    private readonly ConcurrentQueue<ScriptedQuery> _asked = new();

    public AskedNamesTests() => _world.Resolver.Script = query =>
    {
        _asked.Enqueue(query);
        return _world.Resolve(query);
    };

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Addresses_are_asked_for_name_servers_only()
    {
        await _world.CheckAsync(_world.Request with { CaIdentifier = "ca.example", AccountUrl = "https://ca.example/1" });

        IEnumerable<string> names = _asked.Where(query => query.Type is "A" or "AAAA").Select(query => query.Name);
        Assert.Equal(
            ["ns.example.net.", "ns.org.", "ns1.example.org.", "ns2.example.org."],
            names.Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("CNAME", "db.corp.internal.")]
    [InlineData("CNAME", "localhost.")]
    [InlineData("CNAME", "printer.local.")]
    [InlineData("NS", "db.corp.internal.")]
    [InlineData("NS", "localhost.")]
    public async Task Names_that_public_DNS_does_not_have_are_never_asked_for(string type, string name)
    {
        if (type == "CNAME")
            _world.Production.Without(ScriptedWorld.Name, "CNAME").With($"{ScriptedWorld.Name} CNAME {name}");
        else
            _world.Production.With($"example.org. NS {name}");

        await _world.CheckAsync();

        string top = name.Split('.')[^2];
        Assert.DoesNotContain(_asked, query => query.Name.EndsWith(top + ".", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Glue_for_names_outside_the_zone_is_not_believed()
    {
        int fooled = 0;
        _world.Serve(66, query =>
        {
            Interlocked.Increment(ref fooled);
            return new ScriptedReply(query);
        });
        _world.First.Script = _world.Second.Script = query => new ScriptedReply(query)
        {
            FlagBits = 0,
            Authority = [ScriptedRecord.Parse("www.example.org. NS ns.example.net.")],
            Additional = [ScriptedRecord.Parse($"ns.example.net. A {_world.At(66)}")],
        };

        await _world.CheckAsync();

        Assert.Equal(0, fooled);
    }

    [Fact]
    public async Task Chain_is_followed_for_nine_links_and_no_further()
    {
        _world.Production.Without(ScriptedWorld.Name, "CNAME").With($"{ScriptedWorld.Name} CNAME l1.example.org.").With(
            [.. Enumerable.Range(1, 40).Select(link => $"l{link}.example.org. CNAME l{link + 1}.example.org.")]);

        CheckReport report = await _world.CheckAsync();

        Assert.Equal("alias-chain-too-long", Assert.Single(report.Findings).Code);
        Assert.Equal(10, report.Chain.Count);
        Assert.DoesNotContain(_asked, query => query.Name == "l10.example.org.");
    }

    [Fact]
    public async Task Server_that_refers_to_itself_is_lame()
    {
        _world.First.Script = _world.Second.Script = query => new ScriptedReply(query)
        {
            FlagBits = 0, Authority = [ScriptedRecord.Parse("example.org. NS ns1.example.org.")],
        };

        CheckReport report = await _world.CheckAsync();

        Assert.Equal("production-server-lame", Assert.Single(report.Findings).Code);
    }
}
