using System.Text;
using ValidationZone.Authority.Answering;
using ValidationZone.Tests.Support;

namespace ValidationZone.Authority.Tests;

public sealed class EdnsOptionsInRepliesTests
{
    private const ushort Nsid = 3;
    private const ushort ClientSubnet = 8;
    private const ushort Expire = 9;
    private const ushort Cookie = 10;
    private const ushort Keepalive = 11;
    private const ushort Padding = 12;
    private static readonly byte[] ClientHalf = [1, 2, 3, 4, 5, 6, 7, 8];

    [Fact]
    [Trait("Row", "E15")]
    public void Configured_identifier_is_given_to_whoever_asks_for_it()
    {
        AZone zone = AZone.Loaded(new AnswererOptions { Identity = "ams-1" });

        DnsReply asked = zone.Ask(APacket.Asking(AZone.L2, "TXT").WithOption(Nsid));
        DnsReply notAsked = zone.Ask(APacket.Asking(AZone.L2, "TXT").WithEdns());

        Assert.Equal("ams-1", Encoding.UTF8.GetString(OptionOf(asked, Nsid)!));
        Assert.Empty(notAsked.Edns!.Options);
    }

    [Fact]
    [Trait("Row", "E15")]
    public void Without_a_configured_identifier_there_is_none()
    {
        AZone zone = AZone.Loaded();

        DnsReply reply = zone.Ask(APacket.Asking(AZone.L2, "TXT").WithOption(Nsid));

        Assert.Empty(reply.Edns!.Options);
    }

    [Fact]
    [Trait("Row", "E16")]
    public void Many_options_together_are_answered_each_as_it_deserves()
    {
        AZone zone = AZone.Loaded(new AnswererOptions { Identity = "ams-1", Cookies = CookieSecrets.Generate() });
        APacket request = APacket.Asking(AZone.Apex, "SOA")
            .WithOption(Nsid)
            .WithOption(ClientSubnet, 0, 1, 24, 0, 192, 0, 2)
            .WithOption(Expire)
            .WithOption(Cookie, ClientHalf);

        DnsReply reply = zone.Ask(request);

        Assert.Equal("NOERROR", reply.Rcode);
        Assert.Single(reply.Answer);
        Assert.Equal([Nsid, Cookie], reply.Edns!.Options.Select(option => (ushort)option.Code).Order());
    }

    [Fact]
    [Trait("Row", "E17")]
    public void Thousand_tiny_options_are_answered()
    {
        AZone zone = AZone.Loaded();
        APacket request = APacket.Asking(AZone.L2, "TXT") with
        {
            EdnsSize = 1232,
            EdnsOptions = [.. Enumerable.Repeat(new byte[] { 0xFD, 0xE9, 0, 0 }, 1_000).SelectMany(octets => octets)],
        };

        DnsReply reply = zone.Ask(request, DnsTransport.Tcp);

        Assert.Equal(2, reply.Answer.Count);
    }

    [Theory]
    [InlineData("TXT")]
    [InlineData("A")]
    [Trait("Row", "E18")]
    public void Reply_inside_TLS_is_padded_to_blocks_when_the_asker_pads(string type)
    {
        AZone zone = AZone.Loaded(new AnswererOptions { Cookies = CookieSecrets.Generate() });
        APacket request = APacket.Asking(AZone.L2, type).WithOption(Cookie, ClientHalf).WithOption(Padding, new byte[50]);

        DnsReply reply = zone.Ask(request, DnsTransport.Tls);

        Assert.Equal(468, reply.Length);
        Assert.All(OptionOf(reply, Padding)!, octet => Assert.Equal(0, octet));
    }

    [Theory]
    [InlineData(DnsTransport.Udp)]
    [InlineData(DnsTransport.Tcp)]
    [Trait("Row", "E18")]
    public void Padding_in_the_clear_is_passed_over(DnsTransport transport)
    {
        AZone zone = AZone.Loaded();

        DnsReply reply = zone.Ask(APacket.Asking(AZone.L2, "TXT").WithOption(Padding, new byte[50]), transport);

        Assert.Empty(reply.Edns!.Options);
    }

    [Fact]
    [Trait("Row", "E18")]
    public void Asker_that_does_not_pad_gets_no_padding()
    {
        AZone zone = AZone.Loaded();

        DnsReply reply = zone.Ask(APacket.Asking(AZone.L2, "TXT").WithEdns(), DnsTransport.Tls);

        Assert.Empty(reply.Edns!.Options);
    }

    [Theory]
    [InlineData(DnsTransport.Tcp)]
    [InlineData(DnsTransport.Tls)]
    [Trait("Row", "E19")]
    public void Stream_that_asks_is_told_its_idle_time(DnsTransport transport)
    {
        AZone zone = AZone.Loaded();
        zone.IdleTimeoutTenths = 300;

        DnsReply reply = zone.Ask(APacket.Asking(AZone.L2, "TXT").WithOption(Keepalive), transport);

        Assert.Equal([1, 44], OptionOf(reply, Keepalive));
    }

    [Fact]
    [Trait("Row", "E19")]
    public void Keepalive_with_a_time_from_the_client_is_FORMERR()
    {
        AZone zone = AZone.Loaded();

        DnsReply reply = zone.Ask(APacket.Asking(AZone.L2, "TXT").WithOption(Keepalive, 0, 100), DnsTransport.Tcp);

        Assert.Equal("FORMERR", reply.Rcode);
        Assert.Empty(reply.Answer);
    }

    [Fact]
    [Trait("Row", "E19")]
    public void Keepalive_in_a_datagram_is_passed_over()
    {
        AZone zone = AZone.Loaded();

        DnsReply reply = zone.Ask(APacket.Asking(AZone.L2, "TXT").WithOption(Keepalive, 0, 100));

        Assert.Equal("NOERROR", reply.Rcode);
        Assert.Empty(reply.Edns!.Options);
    }

    [Fact]
    [Trait("Row", "E22")]
    public void Report_channel_is_never_sent_back()
    {
        AZone zone = AZone.Loaded();

        DnsReply reply = zone.Ask(APacket.Asking(AZone.L2, "TXT").WithOption(18, 1, (byte)'a', 0));

        Assert.Empty(reply.Edns!.Options);
    }

    private static byte[]? OptionOf(DnsReply reply, int code) =>
        reply.Edns!.Options.Where(option => option.Code == code).Select(option => option.Octets).SingleOrDefault();
}
