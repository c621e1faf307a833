using System.Net;
using ValidationZone.Authority.Answering;
using ValidationZone.Tests.Support;

namespace ValidationZone.Authority.Tests;

public sealed class ResponseRateLimiterTests
{
    private const ushort Cookie = 10;
    private static readonly RateLimitOptions Ten = new(RepliesPerSecond: 10, Burst: 10);
    private static readonly APacket Question = APacket.Asking(AZone.L2, "TXT").WithEdns();
    private readonly FakeClock _clock = new();

    [Fact]
    [Trait("Row", "R01")]
    public void Flood_from_one_address_gets_truncated_replies_and_never_silence()
    {
        AZone zone = LimitedZone(Ten);

        DnsReply[] replies = AskTimes(zone, Question, 1_000);

        Assert.Equal(10, replies.Count(reply => !reply.IsTruncated));
        Assert.All(replies[10..], reply => Assert.True(reply is { IsTruncated: true, Answer.Count: 0, Rcode: "NOERROR" }));
        Assert.Equal(990, zone.Counters.Limited);
    }

    [Fact]
    [Trait("Row", "R01")]
    public void Slip_of_two_drops_every_other_limited_reply()
    {
        AZone zone = LimitedZone(Ten with { Slip = 2 });
        AskTimes(zone, Question, 10);

        int sent = CountSent(zone, Question, 100);

        Assert.Equal(50, sent);
        Assert.Equal(50, zone.Counters.Dropped);
    }

    [Fact]
    [Trait("Row", "R02")]
    public void Streams_are_not_limited()
    {
        AZone zone = LimitedZone(Ten);
        AskTimes(zone, Question, 20);

        DnsReply reply = zone.Ask(Question, DnsTransport.Tcp);

        Assert.Equal(2, reply.Answer.Count);
    }

    [Fact]
    [Trait("Row", "R02")]
    [Trait("Row", "C15")]
    public void Valid_cookie_is_not_limited()
    {
        AZone zone = LimitedZone(Ten);
        APacket withCookie = APacket.Asking(AZone.L2, "TXT").WithOption(Cookie, LearnCookie(zone));
        AskTimes(zone, Question, 20);

        DnsReply[] replies = AskTimes(zone, withCookie, 100);

        Assert.All(replies, reply => Assert.Equal(2, reply.Answer.Count));
    }

    [Fact]
    [Trait("Row", "C07")]
    public void Under_pressure_a_client_half_gets_BADCOOKIE_with_a_good_cookie_and_no_data()
    {
        AZone zone = LimitedZone(Ten);
        APacket clientHalf = APacket.Asking(AZone.L2, "TXT").WithOption(Cookie, 1, 2, 3, 4, 5, 6, 7, 8);
        AskTimes(zone, Question, 20);

        DnsReply limited = zone.Ask(clientHalf);
        DnsReply retried = zone.Ask(APacket.Asking(AZone.L2, "TXT").WithOption(Cookie, CookieOf(limited)));
        DnsReply stream = zone.Ask(clientHalf, DnsTransport.Tcp);

        Assert.True(limited is { Rcode: "BADCOOKIE", IsTruncated: false, Answer.Count: 0, Authority.Count: 0 });
        Assert.Equal(2, retried.Answer.Count);
        Assert.Equal("NOERROR", stream.Rcode);
    }

    [Fact]
    [Trait("Row", "R03")]
    public void Classes_of_answers_are_counted_apart()
    {
        AZone zone = LimitedZone(Ten);
        AskTimes(zone, APacket.Asking(AZone.LX, "TXT"), 100);

        DnsReply positive = zone.Ask(Question);

        Assert.False(positive.IsTruncated);
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.254", true)]
    [InlineData("192.0.2.1", "192.0.3.1", false)]
    [InlineData("2001:db8:0:1200::1", "2001:db8:0:12ff:ffff::1", true)]
    [InlineData("2001:db8:0:1200::1", "2001:db8:0:1300::1", false)]
    [Trait("Row", "R03")]
    public void Addresses_of_one_prefix_are_counted_together(string first, string second, bool isTogether)
    {
        AZone zone = LimitedZone(Ten);
        zone.ClientAddress = IPAddress.Parse(first).GetAddressBytes();
        AskTimes(zone, Question, 10);

        zone.ClientAddress = IPAddress.Parse(second).GetAddressBytes();
        DnsReply reply = zone.Ask(Question);

        Assert.Equal(isTogether, reply.IsTruncated);
    }

    [Fact]
    [Trait("Row", "R06")]
    public void Storm_of_forged_sources_leaves_what_is_held_against_an_active_one()
    {
        AZone zone = LimitedZone(Ten);
        byte[] active = zone.ClientAddress;
        AskTimes(zone, Question, 20);

        int limited = 0;
        for (int i = 0; i < 1_000_000; i++)
        {
            zone.ClientAddress = [(byte)(i >> 16), (byte)(i >> 8), (byte)i, 1];
            zone.Send(Question.ToOctets());
            if (i % 1_000 != 0)
                continue;

            zone.ClientAddress = active;
            limited += zone.Ask(Question).IsTruncated ? 1 : 0;
            _clock.Advance(TimeSpan.FromMicroseconds(10));
        }

        // The hash is seeded: once in thousands of runs, four of the thousand meet in its place, and it has ten again.
        Assert.InRange(limited, 970, 1_000);
    }

    [Fact]
    [Trait("Row", "R06")]
    public void Storm_of_a_million_forged_sources_costs_no_memory_and_a_good_client_is_answered_all_along()
    {
        AZone zone = LimitedZone(Ten);
        byte[] good = [203, 0, 113, 5];
        byte[] forged = [10, 0, 0, 1];
        byte[] question = Question.ToOctets();
        int whole = zone.Ask(Question).Answer.Count;
        int answered = 0;
        long allocated = 0;

        for (int i = 0; i < 1_000_000; i++)
        {
            (forged[0], forged[1], forged[2]) = ((byte)(i >> 16), (byte)(i >> 8), (byte)i);
            zone.ClientAddress = forged;
            long before = GC.GetAllocatedBytesForCurrentThread();
            zone.Send(question);
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            if (i % 1_000 != 0)
                continue;

            // 200,000 forged questions a second, and among them half as many of the good one's as it may ask.
            _clock.Advance(TimeSpan.FromMilliseconds(5));
            zone.ClientAddress = good;
            answered += i % 40_000 == 0 && zone.Send(question)[7] == whole ? 1 : 0;
        }

        Assert.Equal(25, answered);
        // Some octets are the runtime's own, which compiles methods anew on this thread; the least object for each of
        // the sources would be 24 million.
        Assert.InRange(allocated, 0, 1_000_000);
    }

    [Fact]
    public void Allowance_comes_back_with_time()
    {
        AZone zone = LimitedZone(Ten);
        AskTimes(zone, Question, 20);

        _clock.Advance(TimeSpan.FromMilliseconds(500));
        DnsReply[] replies = AskTimes(zone, Question, 10);

        Assert.Equal(5, replies.Count(reply => !reply.IsTruncated));
    }

    [Fact]
    public void Batch_has_one_time_and_the_next_one_has_the_allowance_that_came_back()
    {
        AZone zone = LimitedZone(Ten);
        zone.Limiter!.TakeTime();
        AskTimes(zone, Question, 20);

        _clock.Advance(TimeSpan.FromMilliseconds(500));
        DnsReply[] same = AskTimes(zone, Question, 10);
        zone.Limiter.TakeTime();
        DnsReply[] next = AskTimes(zone, Question, 10);

        Assert.All(same, reply => Assert.True(reply.IsTruncated));
        Assert.Equal(5, next.Count(reply => !reply.IsTruncated));
    }

    [Fact]
    public void Limited_NXDOMAIN_says_nothing_that_could_be_believed()
    {
        AZone zone = LimitedZone(Ten);
        APacket missing = APacket.Asking(AZone.LX, "TXT").WithEdns();
        AskTimes(zone, missing, 10);

        DnsReply reply = zone.Ask(missing);

        Assert.True(reply is { Rcode: "NOERROR", IsTruncated: true, Authority.Count: 0 });
    }

    [Fact]
    [Trait("Row", "R12")]
    public void Errors_are_limited_too()
    {
        AZone zone = LimitedZone(Ten);
        APacket malformed = Question with { QuestionCount = 2 };
        APacket unknown = Question with { FlagBits = 0x7800 };

        int formErrs = CountSent(zone, malformed, 110);
        int notImps = CountSent(zone, unknown, 100);

        Assert.Equal(10 + 50, formErrs);
        Assert.Equal(50, notImps);
    }

    [Fact]
    [Trait("Row", "R10")]
    public void Defaults_leave_five_hundred_a_second_to_each_prefix()
    {
        AZone zone = LimitedZone(new RateLimitOptions());

        int whole = AskTimes(zone, Question, 5_000).Count(reply => !reply.IsTruncated);
        _clock.Advance(TimeSpan.FromSeconds(1));
        int later = AskTimes(zone, Question, 5_000).Count(reply => !reply.IsTruncated);

        Assert.Equal((1_000, 500), (whole, later));
    }

    [Theory]
    [InlineData(0, 10, 1, 24, 56)]
    [InlineData(10, 9, 1, 24, 56)]
    [InlineData(10, 10, 0, 24, 56)]
    [InlineData(10, 10, 1, 33, 56)]
    [InlineData(10, 10, 1, 24, 65)]
    public void Figures_out_of_range_are_refused(int rate, int burst, int slip, int ipv4, int ipv6)
    {
        var options = new RateLimitOptions(rate, burst, slip, ipv4, ipv6);

        Assert.Throws<ArgumentOutOfRangeException>(() => new ResponseRateLimiter(options, _clock));
    }

    private AZone LimitedZone(RateLimitOptions limits)
    {
        AZone zone = AZone.Loaded(new AnswererOptions { Cookies = CookieSecrets.Generate() }, clock: _clock);
        zone.Limiter = new ResponseRateLimiter(limits, _clock);
        return zone;
    }

    private static DnsReply[] AskTimes(AZone zone, APacket question, int times) =>
        [.. Enumerable.Range(0, times).Select(_ => zone.Ask(question))];

    private static int CountSent(AZone zone, APacket question, int times) =>
        Enumerable.Range(0, times).Count(_ => !zone.Send(question.ToOctets()).IsEmpty);

    private static byte[] LearnCookie(AZone zone) =>
        CookieOf(zone.Ask(APacket.Asking(AZone.L2, "TXT").WithOption(Cookie, 1, 2, 3, 4, 5, 6, 7, 8)));

    private static byte[] CookieOf(DnsReply reply) =>
        reply.Edns!.Options.Single(option => option.Code == Cookie).Octets;
}
