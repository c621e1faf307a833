using ValidationZone.Authority.Answering;
using ValidationZone.Tests.Support;

namespace ValidationZone.Authority.Tests.Rfc;

/// <summary>Names as RFC 1035 has them on the wire, odd ones too.</summary>
[Trait("Rfc", "1035 §3.1")]
public sealed class Rfc1035NameTests
{
    private static readonly byte[] ApexOctets = WireName.ToOctets(AZone.Apex);
    private readonly AZone _zone = AZone.Loaded();

    [Fact]
    [Trait("Row", "Q04")]
    public void Every_octet_may_stand_in_a_label_and_none_is_a_dot()
    {
        for (int octet = 0; octet < 256; octet++)
        {
            byte[] qname = [3, (byte)'a', (byte)octet, (byte)'b', .. ApexOctets];

            DnsReply reply = _zone.Ask(APacket.Asking(qname, "TXT"));

            Assert.Equal(("NXDOMAIN", "qr aa"), (reply.Rcode, reply.Flags));
            Assert.Equal(APacket.Asking(qname, "TXT").Question, reply.Question.ToArray());
        }
    }

    [Fact]
    [Trait("Row", "Q04")]
    public void A_label_that_spells_a_dotted_name_is_not_that_name()
    {
        _zone.Publish("b." + AZone.Apex, AZone.V1);
        _zone.Publish("a.b." + AZone.Apex, AZone.V1);

        DnsReply dotted = _zone.Ask(APacket.Asking([3, (byte)'a', (byte)'.', (byte)'b', .. ApexOctets], "TXT"));
        DnsReply lengthLike = _zone.Ask(APacket.Asking([3, (byte)'a', 1, (byte)'b', .. ApexOctets], "TXT"));
        DnsReply whole = _zone.Ask("a.b." + AZone.Apex, "TXT");

        Assert.Equal(["NXDOMAIN", "NXDOMAIN", "NOERROR"], new[] { dotted.Rcode, lengthLike.Rcode, whole.Rcode });
    }

    [Fact]
    [Trait("Row", "Q04")]
    public void A_label_that_ends_like_the_apex_is_outside_the_zone()
    {
        byte[] label = [(byte)'x', .. ApexOctets[..^1]];
        byte[] qname = [(byte)label.Length, .. label, 0];

        DnsReply reply = _zone.Ask(APacket.Asking(qname, "TXT"));

        Assert.Equal(("REFUSED", "qr"), (reply.Rcode, reply.Flags));
    }

    [Theory]
    [Trait("Row", "Q06")]
    [InlineData(253, "NXDOMAIN")]
    [InlineData(254, "NXDOMAIN")]
    [InlineData(255, "NXDOMAIN")]
    [InlineData(256, "FORMERR")]
    [InlineData(257, "FORMERR")]
    [InlineData(300, "FORMERR")]
    public void A_QNAME_may_be_255_octets_long(int length, string rcode)
    {
        byte[] qname = NameUnderApex(length);

        DnsReply reply = _zone.Ask(APacket.Asking(qname, "TXT"));

        Assert.Equal(length, qname.Length);
        Assert.Equal(rcode, reply.Rcode);
        Assert.Equal(rcode == "FORMERR" ? 0 : length + 4, reply.Question.Length);
    }

    [Fact]
    [Trait("Row", "Q06")]
    public void A_subdomain_of_255_octets_can_be_registered_and_asked_for()
    {
        byte[] qname = NameUnderApex(255);
        int at = 0;
        _zone.Publish(WireName.Read(qname, ref at), AZone.V1);

        DnsReply reply = _zone.Ask(APacket.Asking(qname, "TXT"));

        Assert.Equal(("NOERROR", $"\"{AZone.V1}\""), (reply.Rcode, Assert.Single(reply.Answer).RdataText));
    }

    [Theory]
    [Trait("Row", "Q09")]
    [InlineData(118, "NXDOMAIN")]
    [InlineData(119, "FORMERR")]
    [InlineData(127, "FORMERR")]
    public void Labels_of_one_octet_are_counted_by_the_length_of_the_name(int count, string rcode)
    {
        byte[] qname = [.. Enumerable.Repeat<byte[]>([1, (byte)'a'], count).SelectMany(label => label), .. ApexOctets];

        Assert.Equal(rcode, _zone.Ask(APacket.Asking(qname, "TXT")).Rcode);
    }

    [Fact]
    [Trait("Row", "Q09")]
    public void A_name_of_127_labels_elsewhere_is_refused()
    {
        string qname = string.Concat(Enumerable.Repeat("a.", 127));

        Assert.Equal("REFUSED", _zone.Ask(qname, "TXT").Rcode);
    }

    [Fact]
    [Trait("Row", "Q08")]
    [Trait("Row", "H16")]
    public void Hostile_messages_cost_no_memory()
    {
        byte[] selfPointer = [.. Convert.FromHexString("beef00000001000000000000"), 0xC0, 12, 0, 16, 0, 1];
        byte[] countLies = [.. Convert.FromHexString("beef0000ffffffffffffffff"), .. new byte[20]];
        byte[] pointerChain = PointerChain(lastTarget: 0x3FFF);
        foreach (byte[] message in (byte[][])[selfPointer, countLies, pointerChain])
        {
            AssertFormErr(message);

            Assert.Equal(0, Allocation.Least(() => _zone.Send(message, DnsTransport.Tcp)));
        }
    }

    [Fact]
    [Trait("Row", "Q08")]
    public void Pointers_that_lead_back_in_records_beside_the_question_are_followed()
    {
        DnsReply reply = DnsReply.Parse(_zone.Send(PointerChain(lastTarget: 12), DnsTransport.Tcp));

        Assert.Equal("NOERROR", reply.Rcode);
    }

    /// <summary>Some 8,000 pointers, each to the one before, walked by six owners; then one more owner.</summary>
    private static byte[] PointerChain(int lastTarget)
    {
        var message = new List<byte>(APacket.Asking(AZone.Apex, "SOA").ToOctets());
        message[11] = 8;
        int target = 12;
        message.AddRange([0, 0, 16, 0, 1, 0, 0, 0, 0, 0x3F, 0x00]);
        for (int i = 0; i < 0x3F00 / 2; i++)
        {
            int here = message.Count;
            message.AddRange([(byte)(0xC0 | (target >> 8)), (byte)target]);
            target = here;
        }

        for (int i = 0; i < 6; i++)
            message.AddRange([(byte)(0xC0 | (target >> 8)), (byte)target, 0, 16, 0, 1, 0, 0, 0, 0, 0, 0]);

        message.AddRange([(byte)(0xC0 | (lastTarget >> 8)), (byte)lastTarget, 0, 16, 0, 1, 0, 0, 0, 0, 0, 0]);
        return [.. message];
    }

    private static byte[] NameUnderApex(int length)
    {
        var octets = new List<byte>();
        for (int left = length - ApexOctets.Length; left > 0; left = length - ApexOctets.Length - octets.Count)
        {
            int label = Math.Min(left - 1, left == 65 ? 62 : 63);
            octets.Add((byte)label);
            octets.AddRange(Enumerable.Repeat((byte)'n', label));
        }

        return [.. octets, .. ApexOctets];
    }

    private void AssertFormErr(byte[] message)
    {
        DnsReply reply = DnsReply.Parse(_zone.Send(message, DnsTransport.Tcp));
        Assert.Equal(("FORMERR", 12), (reply.Rcode, reply.Length));
    }
}
