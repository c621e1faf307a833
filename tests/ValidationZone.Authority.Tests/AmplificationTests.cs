using ValidationZone.Authority.Answering;
using ValidationZone.Tests.Support;

namespace ValidationZone.Authority.Tests;

/// <summary>How many octets go out for each that comes in, for askers whose address may be forged.</summary>
public sealed class AmplificationTests
{
    private const double Bound = 4.0;
    private const double Rounding = 0.051;
    private const ushort Cookie = 10;
    private const ushort Nsid = 3;
    private const ushort DnssecOk = 0x8000;

    /// <summary>A header, an OPT record, a cookie, an extended error: what a reply has beyond its question.</summary>
    private const int MostBesideTheQuestion = 12 + 11 + 28 + 6;

    /// <summary>As long as the host name of a node may well be.</summary>
    private const string Identity = "ns1.frankfurt.validation.example";

    private readonly AZone _zone = Fill(AZone.Loaded(Options()));

    /// <summary>Every kind but <see cref="LongReplies"/>, with the octets sent for each octet received.</summary>
    public static TheoryData<string, APacket, double> Replies() => new()
    {
        { "1 value", Edns(Values(1), "TXT"), 1.7 },
        { "2 values", Edns(Values(2), "TXT"), 2.4 },
        { "3 values", Edns(Values(3), "TXT"), 3.0 },
        { "4 values", Edns(Values(4), "TXT"), 3.7 },
        { "1 value, no EDNS", APacket.Asking(Values(1), "TXT"), 1.8 },
        { "2 values, no EDNS", APacket.Asking(Values(2), "TXT"), 2.6 },
        { "3 values, no EDNS", APacket.Asking(Values(3), "TXT"), 3.4 },
        { "4 values and a cookie", Edns(Values(4), "TXT").WithOption(Cookie, new byte[8]), 3.6 },
        { "NODATA at a subdomain", Edns(AZone.L2, "A"), 1.6 },
        { "NODATA without a value", Edns(AZone.L0, "TXT"), 1.6 },
        { "NODATA at an empty non-terminal", Edns("static." + AZone.Apex, "A"), 2.0 },
        { "NODATA at the apex", Edns(AZone.Apex, "MX"), 2.1 },
        { "NXDOMAIN", Edns(AZone.LX, "TXT"), 1.6 },
        { "NXDOMAIN of the shortest name", APacket.Asking("x." + AZone.Apex, "TXT"), 2.4 },
        { "SOA", Edns(AZone.Apex, "SOA"), 2.1 },
        { "SOA, no EDNS", APacket.Asking(AZone.Apex, "SOA"), 2.5 },
        { "CAA", Edns(AZone.Apex, "CAA"), 1.6 },
        { "apex A", Edns(AZone.Apex, "A"), 1.4 },
        { "apex AAAA", Edns(AZone.Apex, "AAAA"), 1.6 },
        { "static TXT", Edns("_dmarc." + AZone.Apex, "TXT"), 1.6 },
        { "MX with its address", Edns("mail.static." + AZone.Apex, "MX"), 1.4 },
        { "CNAME out of the zone", Edns("out." + AZone.Apex, "A"), 1.6 },
        { "CNAME inside the zone", Edns("alias." + AZone.Apex, "A"), 2.0 },
        { "two CNAMEs", Edns("far." + AZone.Apex, "A"), 2.6 },
        { "CNAME to nothing", Edns("gone." + AZone.Apex, "TXT"), 3.0 },
        { "CNAME loop", Edns("loop1." + AZone.Apex, "A"), 1.9 },
        { "ANY at the apex", Edns(AZone.Apex, "ANY"), 1.5 },
        { "ANY at a subdomain", Edns(AZone.L2, "ANY"), 1.3 },
        { "ANY at a CNAME", Edns("out." + AZone.Apex, "ANY"), 1.6 },
        { "SOA and NSID", Edns(AZone.Apex, "SOA").WithOption(Nsid), 2.7 },
        { "4 values and NSID", Edns(Values(4), "TXT").WithOption(Nsid), 4.0 },
        { "cookie alone", new APacket().WithOption(Cookie, new byte[8]), 1.5 },
        { "bad cookie alone", new APacket().WithOption(Cookie, new byte[24]), 1.0 },
        { "CHAOS id.server", APacket.Asking("id.server.", "TXT").WithClass("CH"), 2.7 },
        { "CHAOS version.bind", APacket.Asking("version.bind.", "TXT").WithClass("CH"), 2.0 },
        { "CHAOS of an unknown name", APacket.Asking("authors.bind.", "TXT").WithClass("CH"), 1.0 },
        { "another class", Edns(AZone.Apex, "SOA").WithClass("HS"), 1.0 },
        { "outside the zone", Edns("example.org.", "A"), 1.1 },
        { "the root", APacket.Asking(".", "NS"), 1.0 },
        { "the root and NSID", Edns(".", "NS").WithOption(Nsid), 2.2 },
        { "AXFR", Edns(AZone.Apex, "AXFR"), 1.1 },
        { "IXFR", Edns(AZone.Apex, "IXFR"), 1.1 },
        { "a type that cannot be asked for", Edns(AZone.L2, "OPT"), 1.1 },
        { "MAILB", Edns(AZone.L2, "MAILB"), 1.0 },
        { "BADVERS", Edns(AZone.L2, "TXT") with { EdnsVersion = 1 }, 1.0 },
        { "malformed cookie", Edns(AZone.L2, "TXT").WithOption(Cookie, 1), 0.9 },
        { "malformed message", Edns(AZone.L2, "TXT") with { Tail = [0] }, 0.1 },
        { "two questions", APacket.Asking(AZone.L2, "TXT") with { QuestionCount = 2 }, 0.2 },
        { "unknown opcode", APacket.Asking(AZone.L2, "TXT") with { FlagBits = 0x7800 }, 0.2 },
        { "NOTIFY", APacket.Asking(AZone.Apex, "SOA") with { FlagBits = 0x2000 }, 0.4 },
        { "UPDATE", APacket.Asking(AZone.Apex, "SOA") with { FlagBits = 0x2800 }, 0.4 },
        { "a header alone", new APacket(), 1.0 },
        { "opcode 15 in a header alone", new APacket { FlagBits = 0x7800 }, 1.0 },
    };

    /// <summary>What is sent whole while nobody floods, although it is more than the bound.</summary>
    public static TheoryData<string, APacket, double> LongReplies() => new()
    {
        { "4 values, no EDNS", APacket.Asking(Values(4), "TXT"), 4.2 },
        { "8 values", Edns(Values(8), "TXT"), 6.5 },
        { "16 values", Edns(Values(16), "TXT"), 11.9 },
        { "NS with four addresses", Edns(AZone.Apex, "NS"), 4.1 },
        { "NS with four addresses, no EDNS", APacket.Asking(AZone.Apex, "NS"), 5.1 },
        { "CNAME to two values", Edns("held." + AZone.Apex, "TXT"), 5.7 },
    };

    [Theory]
    [Trait("Row", "R04")]
    [MemberData(nameof(Replies), DisableDiscoveryEnumeration = true)]
    public void Reply_of_each_kind_stays_within_the_bound(string kind, APacket request, double ratio)
    {
        Assert.True(Ratio(_zone, request) <= Bound, kind);
        Assert.Equal(ratio, Ratio(_zone, request), Rounding);
        Assert.Equal(ratio, Ratio(_zone, request with { EdnsFlags = DnssecOk }), Rounding);
    }

    [Theory]
    [Trait("Row", "R04")]
    [MemberData(nameof(LongReplies), DisableDiscoveryEnumeration = true)]
    public void Reply_over_the_bound_is_whole_until_the_limiter_cuts_it_to_TC(
        string kind, APacket request, double ratio)
    {
        AZone pressed = UnderPressure();

        DnsReply whole = _zone.Ask(request);
        DnsReply first = pressed.Ask(request);
        DnsReply limited = pressed.Ask(request);

        Assert.InRange(ratio, Bound, double.MaxValue);
        Assert.Equal(ratio, Ratio(_zone, request), Rounding);
        Assert.False(whole.IsTruncated, kind);
        Assert.False(first.IsTruncated, kind);
        Assert.True(limited is { IsTruncated: true, Answer.Count: 0, Authority.Count: 0 }, kind);
        Assert.Equal(request.ToOctets().Length, limited.Length);
    }

    [Theory]
    [Trait("Row", "R04")]
    [Trait("Row", "R05")]
    [MemberData(nameof(Replies), DisableDiscoveryEnumeration = true)]
    public void Under_pressure_no_reply_is_longer_than_its_question_and_one_option_record(
        string kind, APacket request, double ratio)
    {
        AZone pressed = UnderPressure();
        pressed.Send(request.ToOctets());

        // Of the limited errors every second one is not sent; two in a row are one of each.
        int longest = Math.Max(pressed.Send(request.ToOctets()).Length, pressed.Send(request.ToOctets()).Length);

        Assert.True(longest <= request.Question.Length + MostBesideTheQuestion, $"{kind}, {ratio} without pressure");
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
        APacket request = Edns(AZone.L2, "TXT");

        Assert.Equal(12, _zone.Ask(request with { Tail = [0] }).Length);
        Assert.Equal(12, _zone.Ask(request with { FlagBits = 0x2800 }).Length);
        Assert.Equal(request.ToOctets().Length, _zone.Ask(request with { EdnsVersion = 1 }).Length);
    }

    [Fact]
    [Trait("Row", "R05")]
    public void SERVFAIL_before_the_zone_is_loaded_is_as_long_as_its_question_and_one_option()
    {
        APacket request = Edns(AZone.L2, "TXT");

        DnsReply reply = AZone.NotLoaded().Ask(request);

        Assert.Equal("SERVFAIL", reply.Rcode);
        Assert.Equal(request.ToOctets().Length + 6, reply.Length);
    }

    [Fact]
    public void Every_rcode_there_is_but_SERVFAIL_is_in_the_list()
    {
        var rcodes = Replies().Select(row => _zone.Ask(row.Data.Item2).Rcode).ToHashSet();

        Assert.Equal(
            ["BADCOOKIE", "BADVERS", "FORMERR", "NOERROR", "NOTIMP", "NXDOMAIN", "REFUSED"],
            rcodes.Order(StringComparer.Ordinal));
    }

    private static APacket Edns(string qname, string qtype) => APacket.Asking(qname, qtype).WithEdns();

    /// <summary>The name of a subdomain with this many values; as long as any that is given out.</summary>
    private static string Values(int count) => $"{count:D8}-52b7-4d1c-9a3e-7b1f0c5d8e22.{AZone.Apex}";

    private static AnswererOptions Options() =>
        new() { Identity = Identity, VersionText = "validationzone 1.0", Cookies = CookieSecrets.Generate() };

    private static AZone Fill(AZone zone)
    {
        foreach (int count in (int[])[1, 2, 3, 4, 8, 16])
            zone.Publish(Values(count), [.. Enumerable.Range(0, count).Select(number => $"{number:D43}")]);

        return zone;
    }

    /// <summary>The same zone with a limiter that lets one reply of each class through.</summary>
    private static AZone UnderPressure()
    {
        AZone zone = Fill(AZone.Loaded(Options()));
        zone.Limiter = new ResponseRateLimiter(new RateLimitOptions(RepliesPerSecond: 1, Burst: 1), new FakeClock());
        return zone;
    }

    private static double Ratio(AZone zone, APacket request) =>
        (double)zone.Ask(request).Length / request.ToOctets().Length;
}
