using System.Net;
using ValidationZone.Authority.Answering;
using ValidationZone.Authority.Zone;
using ValidationZone.Tests.Support;
using ValidationZone.Wire;

namespace ValidationZone.Authority.Tests;

/// <summary>What is noted of questions about watched names, octets in and samples out.</summary>
public sealed class QuestionSamplingTests
{
    private readonly FakeClock _clock = new();
    private readonly QuestionRing _ring = new();
    private readonly AZone _zone;

    public QuestionSamplingTests()
    {
        _zone = Watched();
        _zone.Samples = _ring;
    }

    public static TheoryData<APacket, Rcode, int> AnswersOfTwoValues() => new()
    {
        { APacket.Asking(AZone.L2, "TXT"), Rcode.NoError, 2 },
        { APacket.Asking(AZone.L2.ToUpperInvariant(), "TXT").WithEdns(), Rcode.NoError, 2 },
        { APacket.Asking("held." + AZone.Apex, "TXT"), Rcode.NoError, 2 },
        { APacket.Asking(AZone.L2, "A"), Rcode.NoError, 0 },
        { APacket.Asking(AZone.L2, "AXFR"), Rcode.Refused, 0 },
        { APacket.Asking(AZone.L2, "TXT").WithClass("HS"), Rcode.Refused, 0 },
        { APacket.Asking(AZone.L2, "OPT"), Rcode.FormErr, 0 },
        { APacket.Asking(AZone.L2, "MAILB"), Rcode.NotImp, 0 },
        { APacket.Asking(AZone.L2, "TXT").WithEdns() with { EdnsVersion = 1 }, Rcode.BadVers, 0 },
    };

    [Theory]
    [MemberData(nameof(AnswersOfTwoValues), DisableDiscoveryEnumeration = true)]
    public void Question_about_a_watched_name_is_noted_with_its_answer(APacket request, Rcode rcode, int values)
    {
        _zone.Ask(request);

        QuestionSample sample = Assert.Single(TakeAll());
        Assert.Same(_zone.Zone.Table.Find(LabelsOf(AZone.L2)), sample.Node);
        Assert.Equal((rcode, values, false), (sample.Rcode, sample.Values, sample.IsTruncated));
    }

    [Fact]
    public void Name_without_a_value_is_noted_as_NODATA()
    {
        _zone.Ask(AZone.L0, "TXT");

        QuestionSample sample = Assert.Single(TakeAll());
        Assert.Equal((Rcode.NoError, 0, false), (sample.Rcode, sample.Values, sample.HasAnswer));
    }

    [Fact]
    public void Time_type_transport_and_address_are_noted()
    {
        _clock.Advance(TimeSpan.FromSeconds(3));
        _zone.ClientAddress = [192, 0, 2, 7];

        _zone.Ask(APacket.Asking(AZone.L2, "CAA"), DnsTransport.Tls);

        QuestionSample sample = Assert.Single(TakeAll());
        Assert.Equal((_clock.GetTimestamp(), (RecordType)257), (sample.Timestamp, sample.QType));
        Assert.Equal((DnsTransport.Tls, Number("::ffff:192.0.2.7")), (sample.Transport, sample.Client));
    }

    [Fact]
    public void IPv6_address_is_noted()
    {
        _zone.ClientAddress = IPAddress.Parse("2001:db8::1:2").GetAddressBytes();

        _zone.Ask(AZone.L2, "TXT");

        Assert.Equal(Number("2001:db8::1:2"), Assert.Single(TakeAll()).Client);
    }

    [Fact]
    public void Client_subnet_is_not_believed()
    {
        _zone.Ask(APacket.Asking(AZone.L2, "TXT").WithOption(8, 0, 1, 24, 0, 203, 0, 113));

        Assert.Equal(Number("::ffff:198.51.100.100"), Assert.Single(TakeAll()).Client);
    }

    [Fact]
    public void Truncated_reply_is_noted_and_so_is_the_whole_one_over_TCP()
    {
        _zone.Publish(AZone.L2, [.. Enumerable.Range(0, 16).Select(number => $"{number:D43}")]);

        _zone.Ask(APacket.Asking(AZone.L2, "TXT"));
        _zone.Ask(APacket.Asking(AZone.L2, "TXT"), DnsTransport.Tcp);

        (bool, int, DnsTransport)[] expected = [(true, 0, DnsTransport.Udp), (false, 16, DnsTransport.Tcp)];
        Assert.Equal(expected, TakeAll().Select(sample => (sample.IsTruncated, (int)sample.Values, sample.Transport)));
    }

    [Theory]
    [InlineData(1, true, false)]
    [InlineData(100, false, true)]
    public void Limited_reply_is_noted_as_what_became_of_it(int slip, bool isTruncated, bool isDropped)
    {
        _zone.Limiter = new ResponseRateLimiter(new RateLimitOptions(1, 1, slip), _clock);

        _zone.Ask(AZone.L2, "TXT");
        _zone.Send(APacket.Asking(AZone.L2, "TXT").ToOctets());

        QuestionSample sample = TakeAll()[^1];
        Assert.Equal((isTruncated, isDropped, 0), (sample.IsTruncated, sample.IsDropped, sample.Values));
    }

    [Theory]
    [InlineData(AZone.LD)]
    [InlineData("_acme-challenge." + AZone.L2)]
    [InlineData(AZone.Apex)]
    [InlineData("static." + AZone.Apex)]
    [InlineData("www.example.org.")]
    [InlineData("static." + AZone.Apex, "AXFR")]
    public void Question_about_another_name_is_not_noted(string name, string type = "TXT")
    {
        _zone.Ask(name, type);

        Assert.Empty(TakeAll());
    }

    [Fact]
    public void Question_about_a_name_that_is_not_watched_any_more_is_not_noted()
    {
        _zone.Watch(AZone.L2, isWatched: false);

        _zone.Ask(AZone.L2, "TXT");

        Assert.Empty(TakeAll());
    }

    [Fact]
    public void Name_whose_node_is_replaced_is_still_watched()
    {
        _zone.Zone.Table.TryPublish(new OwnNode(LabelsOf(AZone.L2)), TxtRRset.Empty);

        _zone.Ask(AZone.L2, "TXT");

        Assert.Single(TakeAll());
    }

    [Fact]
    public void Watched_empty_non_terminal_goes_with_the_last_name_below_it()
    {
        _zone.Publish("a.between." + AZone.Apex, AZone.V1);
        _zone.Publish("b.between." + AZone.Apex, AZone.V1);
        _zone.Watch("between." + AZone.Apex);

        _zone.Remove("a.between." + AZone.Apex);
        string withOneBelow = _zone.Ask("between." + AZone.Apex, "TXT").Rcode;
        _zone.Remove("b.between." + AZone.Apex);

        Assert.Equal("NOERROR", withOneBelow);
        Assert.Equal("NXDOMAIN", _zone.Ask("between." + AZone.Apex, "TXT").Rcode);
    }

    [Fact]
    public void Full_ring_loses_and_counts_what_comes_until_somebody_takes()
    {
        for (int i = 0; i < QuestionRing.Capacity + 7; i++)
            _zone.Ask(AZone.L2, "TXT");

        Assert.Equal(7, _ring.Dropped);
        Assert.Equal(QuestionRing.Capacity, TakeAll().Count);
        _zone.Ask(AZone.L0, "TXT");
        Assert.Equal((1, 7), (TakeAll().Count, _ring.Dropped));
    }

    [Theory]
    [MemberData(
        nameof(AllocationTests.Requests), MemberType = typeof(AllocationTests), DisableDiscoveryEnumeration = true)]
    public void Answers_are_the_same_octets_whether_somebody_watches_or_not(string kind, APacket request)
    {
        AZone unwatched = AZone.Loaded(clock: _clock);

        byte[] expected = unwatched.Send(request.ToOctets()).ToArray();
        byte[] answer = _zone.Send(request.ToOctets()).ToArray();

        Assert.True(expected.AsSpan().SequenceEqual(answer), kind);
    }

    private static byte[] LabelsOf(string name) => [.. DomainName.Parse(name[..^AZone.Apex.Length]).Wire[..^1]];

    private static UInt128 Number(string address) =>
        System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(IPAddress.Parse(address).GetAddressBytes());

    private AZone Watched()
    {
        AZone zone = AZone.Loaded(clock: _clock);
        zone.Watch(AZone.L2);
        zone.Watch(AZone.L0);
        return zone;
    }

    private List<QuestionSample> TakeAll()
    {
        var samples = new List<QuestionSample>();
        while (_ring.TryTake(out QuestionSample sample))
            samples.Add(sample);

        return samples;
    }

    private sealed class OwnNode(ReadOnlySpan<byte> name) : ZoneNode(name)
    {
        protected override ReadOnlySpan<byte> LongName => throw new NotSupportedException();
    }
}
