using ValidationZone.Authority.Answering;
using ValidationZone.Tests.Support;

namespace ValidationZone.Authority.Tests.Rfc;

/// <summary>RRsets go out whole or not at all, with one TTL and no record twice (RFC 2181 §5, §9).</summary>
public sealed class Rfc2181RRsetTests
{
    private const string Big = "big." + AZone.Apex;
    private readonly AZone _zone = AZone.Loaded();

    [Fact]
    [Trait("Row", "Q28")]
    [Trait("Row", "Q29")]
    [Trait("Rfc", "2181 §5.5")]
    public void Sixteen_values_are_all_there_and_none_twice()
    {
        string[] values = Values(count: 16, length: 43);
        _zone.Publish(Big, values);

        DnsReply reply = _zone.Ask(APacket.Asking(Big, "TXT").WithEdns());

        Assert.False(reply.IsTruncated);
        IEnumerable<string> expected = values.Select(value => $"\"{value}\"").Order();
        Assert.Equal(expected, reply.Answer.Select(record => record.RdataText).Order());
    }

    [Fact]
    [Trait("Row", "Q28")]
    [Trait("Rfc", "2181 §9")]
    public void Any_number_of_values_is_whole_or_truncated()
    {
        APacket[] requests = [APacket.Asking(Big, "TXT"), APacket.Asking(Big, "TXT").WithEdns(700)];
        for (int count = 1; count <= 16; count++)
        {
            _zone.Publish(Big, Values(count, length: 43));
            foreach (APacket request in requests)
            {
                DnsReply reply = _zone.Ask(request);

                Assert.Equal(reply.IsTruncated ? 0 : count, reply.Answer.Count);
                Assert.Equal(reply.IsTruncated, UntruncatedLength(request) > (request.EdnsSize ?? 512));
            }
        }
    }

    [Theory]
    [Trait("Row", "E11")]
    [Trait("Rfc", "1035 §2.3.4")]
    [InlineData(511, false)]
    [InlineData(512, false)]
    [InlineData(513, true)]
    public void Without_EDNS_512_octets_are_the_limit(int length, bool isTruncated)
    {
        PublishFor(length, APacket.Asking(Big, "TXT"));

        DnsReply reply = _zone.Ask(Big, "TXT");

        Assert.Equal(isTruncated ? "qr aa tc" : "qr aa", reply.Flags);
        Assert.Equal(isTruncated ? APacket.Asking(Big, "TXT").ToOctets().Length : length, reply.Length);
        Assert.Equal(isTruncated, reply.Answer.Count == 0);
        Assert.Null(reply.Edns);
    }

    [Theory]
    [Trait("Row", "E10")]
    [Trait("Row", "E08")]
    [Trait("Rfc", "6891 §6.2.5")]
    [InlineData(512, 512, false)]
    [InlineData(512, 513, true)]
    [InlineData(512, 1232, true)]
    [InlineData(0, 512, false)]
    [InlineData(0, 513, true)]
    [InlineData(1, 513, true)]
    [InlineData(511, 512, false)]
    [InlineData(511, 513, true)]
    [InlineData(600, 600, false)]
    [InlineData(600, 601, true)]
    [InlineData(1231, 1231, false)]
    [InlineData(1231, 1232, true)]
    public void With_EDNS_the_size_offered_is_the_limit_but_never_below_512(ushort size, int length, bool isTruncated)
    {
        APacket request = APacket.Asking(Big, "TXT").WithEdns(size);
        PublishFor(length, request);

        DnsReply reply = _zone.Ask(request);

        Assert.Equal(isTruncated ? "qr aa tc" : "qr aa", reply.Flags);
        Assert.Equal(isTruncated ? request.ToOctets().Length : length, reply.Length);
        Assert.Equal(isTruncated, reply.Answer.Count == 0);
        Assert.Equal("opt 1232", reply.Edns?.ToString());
    }

    [Theory]
    [Trait("Row", "E09")]
    [Trait("Row", "R08")]
    [Trait("Rfc", "9715 §3.1")]
    [InlineData(1232, false)]
    [InlineData(1233, true)]
    [InlineData(1500, true)]
    [InlineData(4096, true)]
    public void No_datagram_is_longer_than_1232_octets(int length, bool isTruncated)
    {
        APacket request = APacket.Asking(Big, "TXT").WithEdns(65535);
        PublishFor(length, request);

        DnsReply reply = _zone.Ask(request);

        Assert.Equal(isTruncated, reply.IsTruncated);
        Assert.InRange(reply.Length, 12, 1232);
    }

    [Fact]
    [Trait("Row", "R08")]
    public void A_configured_size_is_offered_and_kept_to()
    {
        AZone zone = AZone.Loaded(new AnswererOptions { MaxUdpPayloadSize = 512 });
        zone.Publish(Big, Values(count: 9, length: 43));

        DnsReply reply = zone.Ask(APacket.Asking(Big, "TXT").WithEdns(1232));

        Assert.True(reply.IsTruncated);
        Assert.Equal("opt 512", reply.Edns?.ToString());
    }

    [Fact]
    [Trait("Row", "T14")]
    [Trait("Row", "T01")]
    [Trait("Rfc", "7766 §5")]
    public void What_was_truncated_is_whole_over_TCP()
    {
        _zone.Publish(Big, Values(count: 40, length: 200));
        APacket request = APacket.Asking(Big, "TXT").WithEdns(512);

        Assert.True(_zone.Ask(request).IsTruncated);
        Assert.Equal(40, _zone.Ask(request, DnsTransport.Tcp).Answer.Count);
        Assert.Equal(40, _zone.Ask(request with { EdnsSize = null }, DnsTransport.Tcp).Answer.Count);
    }

    [Fact]
    [Trait("Row", "Q28")]
    [Trait("Rfc", "2181 §9")]
    public void An_alias_is_not_left_alone_when_what_it_leads_to_does_not_fit()
    {
        _zone.Publish(AZone.L2, Values(count: 16, length: 43));
        APacket request = APacket.Asking("held." + AZone.Apex, "TXT");

        DnsReply reply = _zone.Ask(request);

        Assert.Equal("qr aa tc", reply.Flags);
        Assert.Equal(request.ToOctets().Length, reply.Length);
        Assert.Equal(17, _zone.Ask(request, DnsTransport.Tcp).Answer.Count);
    }

    [Fact]
    [Trait("Row", "N10")]
    [Trait("Rfc", "2181 §5.2")]
    public void The_TTL_of_values_is_one_and_does_not_count_down()
    {
        DnsReply first = _zone.Ask(AZone.L2, "TXT");
        DnsReply second = _zone.Ask(AZone.L2, "TXT");

        Assert.All(first.Answer.Concat(second.Answer), record => Assert.Equal(AZone.TxtTtlSeconds, record.TtlSeconds));
    }

    [Fact]
    [Trait("Row", "E10")]
    public void Glue_that_does_not_fit_is_left_out_without_TC()
    {
        AZone zone = AZone.Loaded(masterFile: ManyServers(count: 12));

        DnsReply reply = zone.Ask(AZone.Apex, "NS");

        Assert.Equal("qr aa", reply.Flags);
        Assert.Equal(12, reply.Answer.Count);
        Assert.InRange(reply.Additional.Count, 1, 11);
        Assert.Equal(12, zone.Ask(APacket.Asking(AZone.Apex, "NS"), DnsTransport.Tcp).Additional.Count);
    }

    private static string ManyServers(int count)
    {
        IEnumerable<string> servers = Enumerable.Range(1, count).Select(number =>
            $"@ IN NS name-server-{number}\nname-server-{number} IN AAAA 2001:db8::{number}");
        return $"""
            $ORIGIN {AZone.Apex}
            $TTL 3600
            @ IN SOA name-server-1 hostmaster 1 3600 600 86400 5
            {string.Join('\n', servers)}
            """;
    }

    private static string[] Values(int count, int length) =>
        [.. Enumerable.Range(0, count).Select(number => $"{number:D3}".PadRight(length, 'v'))];

    private int UntruncatedLength(APacket request) => _zone.Ask(request, DnsTransport.Tcp).Length;

    /// <summary>Publishes values that make the reply to a request exactly so many octets long.</summary>
    private void PublishFor(int length, APacket request)
    {
        const int recordOverhead = 13;
        int left = length - request.ToOctets().Length;
        var lengths = new List<int>();
        while (left > 0)
        {
            int value = Math.Min(200, left - recordOverhead);
            if (left - recordOverhead - value is > 0 and < recordOverhead + 4)
                value -= 20;

            lengths.Add(value);
            left -= recordOverhead + value;
        }

        _zone.Publish(Big, [.. lengths.Select((value, index) => $"{index:D3}".PadRight(value, 'v'))]);
        Assert.Equal(length, UntruncatedLength(request));
    }
}
