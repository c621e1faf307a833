using ValidationZone.Authority.Answering;
using ValidationZone.Tests.Support;

namespace ValidationZone.Authority.Tests;

/// <summary>Answering allocates nothing, whatever the answer is.</summary>
public sealed class AllocationTests
{
    private readonly AZone _zone = AZone.Loaded(new AnswererOptions { Identity = "node-1", VersionText = "version" });

    public static TheoryData<string, APacket> Requests() => new()
    {
        { "positive", APacket.Asking(AZone.L2, "TXT") },
        { "positive with EDNS", APacket.Asking(AZone.L2, "TXT").WithEdns() },
        { "positive with options", APacket.Asking(AZone.L2, "TXT").WithOption(10, new byte[8]).WithOption(3) },
        { "mixed case", APacket.Asking(AZone.L2.ToUpperInvariant(), "TXT") },
        { "NODATA", APacket.Asking(AZone.L0, "TXT").WithEdns() },
        { "NODATA of another type", APacket.Asking(AZone.L2, "A").WithEdns() },
        { "empty non-terminal", APacket.Asking("static." + AZone.Apex, "A").WithEdns() },
        { "NXDOMAIN", APacket.Asking(AZone.LX, "TXT").WithEdns() },
        { "deep NXDOMAIN", APacket.Asking("a.b.c.d.e." + AZone.L2, "TXT").WithEdns() },
        { "SOA", APacket.Asking(AZone.Apex, "SOA").WithEdns() },
        { "NS with glue", APacket.Asking(AZone.Apex, "NS").WithEdns() },
        { "CAA", APacket.Asking(AZone.Apex, "CAA") },
        { "alias out", APacket.Asking("out." + AZone.Apex, "A").WithEdns() },
        { "alias inside", APacket.Asking("alias." + AZone.Apex, "A").WithEdns() },
        { "alias to a subdomain", APacket.Asking("held." + AZone.Apex, "TXT").WithEdns() },
        { "alias to nothing", APacket.Asking("gone." + AZone.Apex, "TXT").WithEdns() },
        { "alias loop", APacket.Asking("loop1." + AZone.Apex, "A").WithEdns() },
        { "ANY", APacket.Asking(AZone.L2, "ANY").WithEdns() },
        { "refused", APacket.Asking("www.example.org.", "A").WithEdns() },
        { "transfer", APacket.Asking(AZone.Apex, "AXFR").WithEdns() },
        { "meta type", APacket.Asking(AZone.Apex, "OPT").WithEdns() },
        { "mailbox", APacket.Asking(AZone.Apex, "MAILB").WithEdns() },
        { "another class", APacket.Asking(AZone.Apex, "SOA").WithClass("HS") },
        { "identity", APacket.Asking("id.server.", "TXT").WithClass("CH") },
        { "version", APacket.Asking("VERSION.bind.", "TXT").WithClass("CH") },
        { "BADVERS", APacket.Asking(AZone.L2, "TXT").WithEdns() with { EdnsVersion = 1 } },
        { "FORMERR", APacket.Asking(AZone.L2, "TXT") with { QuestionCount = 2 } },
        { "NOTIMP", APacket.Asking(AZone.L2, "TXT") with { FlagBits = 0x2800 } },
        { "silence", APacket.Asking(AZone.L2, "TXT") with { FlagBits = 0x8000 } },
        { "truncated", APacket.Asking("big." + AZone.Apex, "TXT") },
    };

    [Theory]
    [MemberData(nameof(Requests), DisableDiscoveryEnumeration = true)]
    public void Answering_allocates_nothing(string kind, APacket request)
    {
        _zone.Publish("big." + AZone.Apex, [.. Enumerable.Range(0, 16).Select(number => $"{number:D43}")]);
        byte[] octets = request.ToOctets();
        Repeat(octets);

        Assert.True(Allocation.Least(() => Repeat(octets)) == 0, kind);
    }

    [Theory]
    [MemberData(nameof(Requests), DisableDiscoveryEnumeration = true)]
    public void Noting_questions_allocates_nothing(string kind, APacket request)
    {
        _zone.Publish("big." + AZone.Apex, [.. Enumerable.Range(0, 16).Select(number => $"{number:D43}")]);
        WatchAll();
        byte[] octets = request.ToOctets();
        Repeat(octets);

        Assert.True(Allocation.Least(() => Repeat(octets)) == 0, kind);
    }

    [Fact]
    public void Noting_questions_allocates_nothing_where_there_is_no_room_for_them()
    {
        WatchAll();
        byte[] octets = APacket.Asking(AZone.L2, "TXT").WithEdns().ToOctets();
        while (_zone.Samples!.Dropped == 0)
            Repeat(octets);

        Assert.Equal(0, Allocation.Least(() => Repeat(octets)));
    }

    [Fact]
    public void Answering_allocates_nothing_before_the_zone_is_loaded()
    {
        AZone zone = AZone.NotLoaded();
        byte[] octets = APacket.Asking(AZone.L2, "TXT").WithEdns().ToOctets();
        zone.Send(octets);

        Assert.Equal(0, Allocation.Least(() => zone.Send(octets)));
    }

    [Fact]
    public void Failing_allocates_nothing()
    {
        byte[] octets = APacket.Asking(AZone.L2, "TXT").WithEdns().ToOctets();
        var response = new byte[1232];
        Fail(octets, response);

        Assert.Equal(0, Allocation.Least(() => Fail(octets, response)));
    }

    private void WatchAll()
    {
        _zone.Samples = new QuestionRing();
        foreach (string name in (string[])[AZone.L2, AZone.L0, "big." + AZone.Apex])
            _zone.Watch(name);
    }

    private void Repeat(byte[] octets)
    {
        for (int i = 0; i < 50; i++)
        {
            _zone.Send(octets, DnsTransport.Udp);
            _zone.Send(octets, DnsTransport.Tcp);
        }
    }

    private void Fail(byte[] octets, byte[] response) =>
        _zone.Answerer.AnswerFailure(octets, response, new QueryContext(DnsTransport.Udp, _zone.Counters));
}
