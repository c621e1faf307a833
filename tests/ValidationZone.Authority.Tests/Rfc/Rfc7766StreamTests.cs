using ValidationZone.Authority.Answering;
using ValidationZone.Tests.Support;

namespace ValidationZone.Authority.Tests.Rfc;

/// <summary>What streams ask of the answerer itself (RFC 7766); the framing is tested with the transport.</summary>
public sealed class Rfc7766StreamTests
{
    private readonly AZone _zone = AZone.Loaded();

    [Theory]
    [Trait("Row", "T01")]
    [Trait("Rfc", "7766 §5")]
    [InlineData(AZone.Apex, "SOA")]
    [InlineData(AZone.Apex, "NS")]
    [InlineData(AZone.L2, "TXT")]
    [InlineData(AZone.L0, "TXT")]
    [InlineData(AZone.LX, "TXT")]
    [InlineData("alias." + AZone.Apex, "A")]
    [InlineData("example.org.", "A")]
    public void A_short_reply_is_the_same_over_TCP(string qname, string qtype)
    {
        foreach (APacket request in (APacket[])[APacket.Asking(qname, qtype), APacket.Asking(qname, qtype).WithEdns()])
            Assert.Equal(_zone.Ask(request).Octets.ToArray(), _zone.Ask(request, DnsTransport.Tcp).Octets.ToArray());
    }

    [Fact]
    [Trait("Row", "T02")]
    [Trait("Rfc", "7766 §6.2.1.1")]
    public void A_thousand_requests_one_after_the_other_keep_their_IDs()
    {
        string[] names = [AZone.L2, AZone.L0, AZone.LX, AZone.Apex, "example.org."];
        for (int i = 0; i < 1000; i++)
        {
            APacket request = APacket.Asking(names[i % names.Length], "TXT") with { Id = (ushort)(i * 61) };

            DnsReply reply = _zone.Ask(request, DnsTransport.Tcp);

            Assert.Equal(request.Id, reply.Id);
            Assert.Equal(request.Question, reply.Question.ToArray());
        }
    }

    [Fact]
    [Trait("Row", "T03")]
    [Trait("Row", "H11")]
    public void No_part_of_a_request_is_taken_for_the_whole()
    {
        byte[] request = APacket.Asking(AZone.L2, "TXT").WithEdns().ToOctets();

        for (int length = 0; length < request.Length; length++)
        {
            ReadOnlySpan<byte> reply = _zone.Send(request.AsSpan(0, length), DnsTransport.Tcp);

            if (length < 12)
                Assert.True(reply.IsEmpty);
            else
                Assert.Equal("FORMERR", DnsReply.Parse(reply).Rcode);
        }
    }
}
