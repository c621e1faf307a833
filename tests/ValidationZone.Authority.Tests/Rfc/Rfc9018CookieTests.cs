using System.Net;
using ValidationZone.Authority.Answering;
using ValidationZone.Tests.Support;

namespace ValidationZone.Authority.Tests.Rfc;

public sealed class Rfc9018CookieTests
{
    private const ushort Cookie = 10;
    private const string Secret = "e5e973e5a6b2a43f48e7dc849e37bfcf";
    private const string ClientHalf = "2464c4abcf10c957";
    private const long Start = 1559731985;

    [Fact]
    [Trait("Row", "C01")]
    public void New_client_gets_the_cookie_of_appendix_A_1()
    {
        AZone zone = ZoneAt(Start, "198.51.100.100", Secret);

        DnsReply reply = Ask(zone, ClientHalf);

        Assert.Equal("2464c4abcf10c957010000005cf79f111f8130c3eee29480", CookieOf(reply));
    }

    [Fact]
    [Trait("Row", "C02")]
    [Trait("Row", "C10")]
    public void Cookie_of_forty_minutes_is_accepted_and_renewed_as_in_appendix_A_2()
    {
        AZone zone = ZoneAt(1559734385, "198.51.100.100", Secret);

        DnsReply reply = AskAlone(zone, "2464c4abcf10c957010000005cf79f111f8130c3eee29480");

        Assert.Equal("NOERROR", reply.Rcode);
        Assert.Equal("2464c4abcf10c957010000005cf7a871d4a564a1442aca77", CookieOf(reply));
    }

    [Fact]
    [Trait("Row", "C03")]
    public void Reserved_octets_are_hashed_as_sent_and_an_old_cookie_is_not_valid_as_in_appendix_A_3()
    {
        AZone then = ZoneAt(1559728000, "203.0.113.203", Secret);
        AZone now = ZoneAt(1559734700, "203.0.113.203", Secret);
        const string Sent = "fc93fc62807ddb8601abcdef5cf78f71a314227b6679ebf5";

        DnsReply timely = AskAlone(then, Sent);
        DnsReply late = AskAlone(now, Sent);

        Assert.Equal("NOERROR", timely.Rcode);
        Assert.Equal("BADCOOKIE", late.Rcode);
        Assert.Equal("fc93fc62807ddb86010000005cf7a9acf73a7810aca2381e", CookieOf(late));
    }

    [Fact]
    [Trait("Row", "C04")]
    [Trait("Row", "C12")]
    public void Cookie_of_the_staging_secret_is_accepted_and_renewed_under_the_active_one_as_in_appendix_A_4()
    {
        AZone zone = ZoneAt(
            1559741961,
            "2001:db8:220:1:59de:d0f4:8769:82b8",
            active: "445536bcd2513298075a5d379663c962",
            staging: "dd3bdf9344b678b185a6f5cb60fca715");

        DnsReply reply = AskAlone(zone, "22681ab97d52c298010000005cf7c57926556bd0934c72f8");

        Assert.Equal("NOERROR", reply.Rcode);
        Assert.Equal("22681ab97d52c298010000005cf7c609a6bb79d16625507a", CookieOf(reply));
    }

    [Fact]
    [Trait("Row", "C05")]
    public void Cookie_of_an_impossible_length_is_FORMERR()
    {
        AZone zone = ZoneAt(Start, "198.51.100.100", Secret);
        IEnumerable<int> lengths = [.. Enumerable.Range(0, 8), .. Enumerable.Range(9, 7), 41, 64, 300];

        IEnumerable<string> rcodes = lengths.Select(length => Ask(zone, new string('0', 2 * length)).Rcode).Distinct();

        Assert.Equal(["FORMERR"], rcodes);
    }

    [Fact]
    [Trait("Row", "C06")]
    public void Client_half_alone_is_answered_with_data_and_a_full_cookie()
    {
        AZone zone = ZoneAt(Start, "198.51.100.100", Secret);

        DnsReply reply = Ask(zone, ClientHalf);

        Assert.Equal("NOERROR", reply.Rcode);
        Assert.Equal(2, reply.Answer.Count);
        Assert.Equal(48, CookieOf(reply).Length);
    }

    [Theory]
    [InlineData("2464c4abcf10c957010000005cf79f111f8130c3eee29481")]
    [InlineData("2464c4abcf10c958010000005cf79f111f8130c3eee29480")]
    [InlineData("2464c4abcf10c957020000005cf79f111f8130c3eee29480")]
    [InlineData("2464c4abcf10c957010000005cf79f111f8130c3")]
    [Trait("Row", "C08")]
    public void Wrong_cookie_is_answered_like_none_with_a_right_one(string wrong)
    {
        AZone zone = ZoneAt(Start, "198.51.100.100", Secret);

        DnsReply reply = Ask(zone, wrong);

        Assert.Equal(2, reply.Answer.Count);
        Assert.NotEqual(wrong, CookieOf(reply));
    }

    [Fact]
    [Trait("Row", "C08")]
    public void Cookie_of_another_address_is_not_valid()
    {
        AZone zone = ZoneAt(Start, "198.51.100.101", Secret);

        DnsReply reply = AskAlone(zone, "2464c4abcf10c957010000005cf79f111f8130c3eee29480");

        Assert.Equal("BADCOOKIE", reply.Rcode);
    }

    [Theory]
    [InlineData(61 * 60, "BADCOOKIE")]
    [InlineData(60 * 60, "NOERROR")]
    [InlineData(-5 * 60, "NOERROR")]
    [InlineData(-6 * 60, "BADCOOKIE")]
    [Trait("Row", "C09")]
    public void Cookie_is_valid_for_an_hour_and_from_a_clock_five_minutes_ahead(int age, string rcode)
    {
        string cookie = CookieOf(Ask(ZoneAt(Start, "198.51.100.100", Secret), ClientHalf));
        AZone later = ZoneAt(Start + age, "198.51.100.100", Secret);

        DnsReply reply = AskAlone(later, cookie);

        Assert.Equal(rcode, reply.Rcode);
    }

    [Fact]
    [Trait("Row", "C10")]
    public void Young_cookie_comes_back_as_it_came()
    {
        string cookie = CookieOf(Ask(ZoneAt(Start, "198.51.100.100", Secret), ClientHalf));
        AZone later = ZoneAt(Start + 29 * 60, "198.51.100.100", Secret);

        DnsReply reply = Ask(later, cookie);

        Assert.Equal(cookie, CookieOf(reply));
    }

    [Fact]
    [Trait("Row", "C11")]
    public void Cookie_may_be_asked_for_without_a_question()
    {
        AZone zone = ZoneAt(Start, "198.51.100.100", Secret);

        DnsReply reply = AskAlone(zone, ClientHalf);

        Assert.Equal("NOERROR", reply.Rcode);
        Assert.Equal(0, reply.Question.Length);
        Assert.Equal(48, CookieOf(reply).Length);
    }

    [Fact]
    [Trait("Row", "C11")]
    public void No_question_and_no_cookie_is_FORMERR()
    {
        AZone zone = ZoneAt(Start, "198.51.100.100", Secret);

        DnsReply reply = zone.Ask(new APacket().WithEdns());

        Assert.Equal("FORMERR", reply.Rcode);
    }

    [Fact]
    [Trait("Row", "C12")]
    public void Every_step_of_changing_the_secret_accepts_the_cookies_of_the_step_before()
    {
        const string New = "445536bcd2513298075a5d379663c962";
        (string Active, string? Staging)[] steps = [(Secret, null), (Secret, New), (New, Secret), (New, null)];

        for (int i = 1; i < steps.Length; i++)
        {
            AZone before = ZoneAt(Start, "198.51.100.100", steps[i - 1].Active, steps[i - 1].Staging);
            AZone after = ZoneAt(Start, "198.51.100.100", steps[i].Active, steps[i].Staging);

            // While the nodes change one by one, each must take what the others give out.
            Assert.Equal("NOERROR", AskAlone(after, CookieOf(Ask(before, ClientHalf))).Rcode);
            Assert.Equal("NOERROR", AskAlone(before, CookieOf(Ask(after, ClientHalf))).Rcode);
        }
    }

    [Fact]
    [Trait("Row", "C14")]
    public void Of_two_cookies_the_first_counts()
    {
        AZone zone = ZoneAt(Start, "198.51.100.100", Secret);
        APacket request = APacket.Asking(AZone.L2, "TXT")
            .WithOption(Cookie, Convert.FromHexString(ClientHalf))
            .WithOption(Cookie, 1, 2, 3);

        DnsReply reply = zone.Ask(request);

        Assert.Equal("NOERROR", reply.Rcode);
        Assert.StartsWith(ClientHalf, CookieOf(reply), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_secrets_cookies_are_passed_over()
    {
        AZone zone = AZone.Loaded();

        DnsReply reply = Ask(zone, ClientHalf);

        Assert.Equal(2, reply.Answer.Count);
        Assert.Empty(reply.Edns!.Options);
    }

    [Fact]
    public void Time_is_asked_for_only_when_there_is_a_cookie()
    {
        var clock = new CountingClock();
        AZone zone = AZone.Loaded(new AnswererOptions { Cookies = CookieSecrets.Generate() }, clock: clock);
        int atFirst = clock.Calls;

        zone.Ask(APacket.Asking(AZone.L2, "TXT").WithOption(3));
        int withoutCookie = clock.Calls;
        Ask(zone, ClientHalf);

        Assert.Equal(atFirst, withoutCookie);
        Assert.Equal(withoutCookie + 1, clock.Calls);
    }

    private static AZone ZoneAt(long seconds, string client, string active, string? staging = null)
    {
        var secrets = new CookieSecrets(
            Convert.FromHexString(active), staging is null ? null : Convert.FromHexString(staging));
        var clock = new FakeClock(DateTimeOffset.FromUnixTimeSeconds(seconds));
        AZone zone = AZone.Loaded(new AnswererOptions { Cookies = secrets }, clock: clock);
        zone.ClientAddress = IPAddress.Parse(client).GetAddressBytes();
        return zone;
    }

    private static DnsReply Ask(AZone zone, string cookie) =>
        zone.Ask(APacket.Asking(AZone.L2, "TXT").WithOption(Cookie, Convert.FromHexString(cookie)));

    private static DnsReply AskAlone(AZone zone, string cookie) =>
        zone.Ask(new APacket().WithOption(Cookie, Convert.FromHexString(cookie)));

    private static string CookieOf(DnsReply reply) =>
        Convert.ToHexStringLower(Assert.Single(reply.Edns!.Options, option => option.Code == Cookie).Octets);

    private sealed class CountingClock : TimeProvider
    {
        public int Calls { get; private set; }

        public override DateTimeOffset GetUtcNow()
        {
            Calls++;
            return DateTimeOffset.FromUnixTimeSeconds(Start);
        }
    }
}
