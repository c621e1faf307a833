using ValidationZone.Tests.Support;

namespace ValidationZone.Authority.Tests;

/// <summary>How many octets go out for each that comes in, for askers whose address may be forged.</summary>
public sealed class AmplificationTests
{
    private readonly AZone _zone = AZone.Loaded();

    [Theory]
    [Trait("Row", "R04")]
    [InlineData(1, 138)]
    [InlineData(2, 194)]
    [InlineData(4, 306)]
    public void Values_at_a_subdomain_make_replies_of_known_length(int count, int length)
    {
        _zone.Publish(AZone.L0, [.. Enumerable.Range(0, count).Select(number => $"{number:D43}")]);
        APacket request = APacket.Asking(AZone.L0, "TXT").WithEdns();

        DnsReply reply = _zone.Ask(request);

        Assert.Equal(82, request.ToOctets().Length);
        Assert.Equal(length, reply.Length);
        Assert.True(Factor(request) <= 4.0);
    }

    [Theory]
    [Trait("Row", "R04")]
    [InlineData(AZone.L2, "TXT", 2.4)]
    [InlineData(AZone.L2, "A", 1.7)]
    [InlineData(AZone.L0, "TXT", 1.7)]
    [InlineData(AZone.LX, "TXT", 1.7)]
    [InlineData(AZone.Apex, "SOA", 4.0)]
    [InlineData(AZone.Apex, "ANY", 4.0)]
    [InlineData(AZone.Apex, "CAA", 4.0)]
    [InlineData(AZone.L2, "ANY", 4.0)]
    [InlineData("out." + AZone.Apex, "ANY", 4.0)]
    public void Unsigned_replies_stay_within_their_bound(string qname, string qtype, double bound)
    {
        Assert.InRange(Factor(APacket.Asking(qname, qtype).WithEdns()), 1.0, bound);
        Assert.InRange(Factor(APacket.Asking(qname, qtype).WithEdns() with { EdnsFlags = 0x8000 }), 1.0, bound);
    }

    [Theory]
    [Trait("Row", "R05")]
    [InlineData("example.org.", "A")]
    [InlineData(AZone.L2, "AXFR")]
    [InlineData(AZone.L2, "IXFR")]
    [InlineData(AZone.L2, "OPT")]
    [InlineData(AZone.L2, "MAILA")]
    public void Errors_are_no_longer_than_the_question_and_one_option(string qname, string qtype)
    {
        APacket request = APacket.Asking(qname, qtype);

        Assert.Equal(request.ToOctets().Length, _zone.Ask(request).Length);
        Assert.InRange(_zone.Ask(request.WithEdns()).Length, 12, request.WithEdns().ToOctets().Length + 6);
    }

    [Fact]
    [Trait("Row", "R05")]
    public void Malformed_requests_get_less_than_they_sent()
    {
        APacket request = APacket.Asking(AZone.L2, "TXT").WithEdns();

        Assert.Equal(12, _zone.Ask(request with { Tail = [0] }).Length);
        Assert.Equal(12, _zone.Ask(request with { FlagBits = 0x2800 }).Length);
        Assert.Equal(request.ToOctets().Length, _zone.Ask(request with { EdnsVersion = 1 }).Length);
    }

    private double Factor(APacket request) => (double)_zone.Ask(request).Length / request.ToOctets().Length;
}
