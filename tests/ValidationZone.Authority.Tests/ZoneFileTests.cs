using System.Net;
using System.Text;
using ValidationZone.Authority.Zone;
using ValidationZone.Wire;

namespace ValidationZone.Authority.Tests;

public sealed class ZoneFileTests
{
    private const string Head = "$TTL 1h\n@ SOA ns1 hostmaster 1 1h 10m 2w 5\n@ NS ns.example.com.\n";
    private static readonly DomainName Apex = DomainName.Parse("auth.example.org");

    [Fact]
    public void The_example_zone_loads()
    {
        string path = Path.Combine(RepositoryRoot(), "zones", "validation.example.zone");

        ZoneContents zone = ZoneFile.Load(path, Apex);

        Assert.Equal(5u, zone.Soa.MinimumSeconds);
        Assert.Equal(8, zone.Records.Count);
        Assert.Equal("\0\u0005issue;"u8.ToArray(), Single(zone, RecordType.Caa).Rdata.ToArray());
    }

    [Fact]
    public void Every_type_is_read()
    {
        string text = Head + "ns1 A 192.0.2.1\nns1 AAAA 2001:db8::1\n@ CAA 128 issueWild \"ca.example\"\n"
            + "@ TXT one \"t w o\"\nalias CNAME ns1\n@ MX 10 mail.example.net.\n";

        ZoneContents zone = Parse(text);

        Assert.Equal(IPAddress.Parse("192.0.2.1").GetAddressBytes(), Single(zone, RecordType.A).Rdata.ToArray());
        Assert.Equal(IPAddress.Parse("2001:db8::1").GetAddressBytes(), Single(zone, RecordType.Aaaa).Rdata.ToArray());
        Assert.Equal([128, 9, .. "issueWildca.example"u8], Single(zone, RecordType.Caa).Rdata.ToArray());
        Assert.Equal([3, .. "one"u8, 5, .. "t w o"u8], Single(zone, RecordType.Txt).Rdata.ToArray());
        Assert.Equal(Name("ns1.auth.example.org"), Single(zone, RecordType.Cname).Rdata.ToArray());
        Assert.Equal([0, 10, .. Name("mail.example.net")], Single(zone, RecordType.Mx).Rdata.ToArray());
    }

    [Fact]
    public void The_SOA_is_read_with_its_parentheses_comments_and_units()
    {
        const string Text = "@ 300 IN SOA ns1 host\\.master.example.net. ( ; open\n 4294967295 ; serial\n"
            + " 1h30m\n\t15m) 1w 5\n@ 300 NS ns.example.com.\n";

        SoaRdata soa = Parse(Text).Soa;

        Assert.Equal(
            new SoaRdata(
                DomainName.Parse("ns1.auth.example.org"),
                DomainName.Parse("host\\.master.example.net"),
                uint.MaxValue,
                5400,
                900,
                604_800,
                5),
            soa);
    }

    [Theory]
    [InlineData("x 60 IN A 192.0.2.1", 60)]
    [InlineData("x IN 60 A 192.0.2.1", 60)]
    [InlineData("x in 1M a 192.0.2.1", 60)]
    [InlineData("x 60 A 192.0.2.1", 60)]
    [InlineData("x IN A 192.0.2.1", 3600)]
    [InlineData("x A 192.0.2.1", 3600)]
    [InlineData("X\tA\t(\n192.0.2.1\n)\n", 3600)]
    [InlineData("x 2147483647 A 192.0.2.1", int.MaxValue)]
    [InlineData("x 0 A 192.0.2.1", 0)]
    [InlineData("$ttl 1w2d\nx A 192.0.2.1 ; the end", 777_600)]
    public void Ttl_and_class_stand_in_either_order_or_not_at_all(string line, uint ttl)
    {
        ZoneRecord record = Single(Parse(Head + line), RecordType.A);

        Assert.Equal(ttl, record.TtlSeconds);
        Assert.Equal(DomainName.Parse("x.auth.example.org"), record.OwnerName);
    }

    [Fact]
    public void Without_a_default_the_TTL_of_the_record_before_counts()
    {
        ZoneContents zone = Parse("@ 77 SOA ns1 hostmaster 1 1 1 1 5\n NS ns1\nns1 88 A 192.0.2.1\n AAAA ::1\n");

        Assert.Equal([77u, 77, 88, 88], zone.Records.Select(record => record.TtlSeconds));
    }

    [Theory]
    [InlineData("@", "auth.example.org")]
    [InlineData("a.b", "a.b.auth.example.org")]
    [InlineData("a.auth.example.org.", "a.auth.example.org")]
    [InlineData("a\\.b", "a\\.b.auth.example.org")]
    [InlineData("a\\.", "a\\..auth.example.org")]
    [InlineData("a\\\\.auth.example.org.", "a\\\\.auth.example.org")]
    [InlineData("\\097", "a.auth.example.org")]
    [InlineData("\\;x\\(\\\"", "\\;x\\(\\\".auth.example.org")]
    [InlineData("$ORIGIN sub\nx", "x.sub.auth.example.org")]
    [InlineData("$ORIGIN sub.auth.example.org.\n$ORIGIN deep\n@", "deep.sub.auth.example.org")]
    [InlineData("IN", "in.auth.example.org")]
    public void Owner_names_are_absolute_or_below_the_origin(string owner, string expected)
    {
        ZoneContents zone = Parse($"{Head}{owner} A 192.0.2.1\n");

        Assert.Equal(DomainName.Parse(expected), Single(zone, RecordType.A).OwnerName);
    }

    [Fact]
    public void A_blank_owner_is_the_owner_before_even_across_directives_comments_and_empty_lines()
    {
        ZoneContents zone = Parse(Head + "x A 192.0.2.1\n\n  ; nothing\n$ORIGIN elsewhere\n \t AAAA ::1\n");

        Assert.Equal(DomainName.Parse("x.auth.example.org"), Single(zone, RecordType.Aaaa).OwnerName);
    }

    [Fact]
    public void A_byte_order_mark_and_carriage_returns_change_nothing()
    {
        const string Text = Head + "@ TXT \"a\" b\n";
        ZoneContents plain = Parse(Text);

        ZoneContents windows = Parse("\uFEFF" + Text.Replace("\n", "\r\n", StringComparison.Ordinal));

        Assert.Equal(
            plain.Records.Select(record => Convert.ToHexString(record.Rdata.Span)),
            windows.Records.Select(record => Convert.ToHexString(record.Rdata.Span)));
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("\"semi;colon (and) blank\"", "semi;colon (and) blank")]
    [InlineData("\"a\\\"b\\\\c\\100\\;\"", "a\"b\\cd;")]
    [InlineData("a\\ b", "a b")]
    [InlineData("\"\"", "")]
    [InlineData("\"\u00FC\U0001F512\"", "\u00FC\U0001F512")]
    public void Texts_lose_their_quotes_and_escapes(string written, string expected)
    {
        byte[] rdata = Single(Parse($"{Head}@ TXT {written}\n"), RecordType.Txt).Rdata.ToArray();

        Assert.Equal([(byte)Encoding.UTF8.GetByteCount(expected), .. Encoding.UTF8.GetBytes(expected)], rdata);
    }

    [Fact]
    public void Every_octet_can_be_written_as_an_escape()
    {
        string escapes = string.Concat(Enumerable.Range(0, 255).Select(octet => $"\\{octet:D3}"));

        byte[] rdata = Single(Parse($"{Head}@ TXT {escapes}\n"), RecordType.Txt).Rdata.ToArray();

        Assert.Equal(Enumerable.Range(0, 255).Select(octet => (byte)octet), rdata[1..]);
    }

    [Theory]
    [InlineData(255, new byte[] { 255 })]
    [InlineData(256, new byte[] { 255, 1 })]
    [InlineData(511, new byte[] { 255, 255, 1 })]
    public void A_long_text_becomes_several_character_strings(int length, byte[] stringLengths)
    {
        byte[] rdata = Single(Parse($"{Head}@ TXT \"{new string('x', length)}\"\n"), RecordType.Txt).Rdata.ToArray();

        var found = new List<byte>();
        for (int at = 0; at < rdata.Length; at += 1 + rdata[at])
            found.Add(rdata[at]);
        Assert.Equal(stringLengths, found);
        Assert.Equal(length, rdata.Count(octet => octet == 'x'));
    }

    [Theory]
    [InlineData("$INCLUDE other.zone", "4:1: $INCLUDE is not supported")]
    [InlineData("$GENERATE 1-9 a A 192.0.2.$", "4:1: '$GENERATE' is not a directive")]
    [InlineData("$ORIGIN", "4:8: the origin is missing")]
    [InlineData("$ORIGIN a..b", "4:9: the origin 'a..b' is not a domain name")]
    [InlineData("$ORIGIN a b", "4:11: 'b' is too much for $ORIGIN")]
    [InlineData("$TTL", "4:5: the TTL is missing")]
    [InlineData("$TTL 1x", "4:6: the TTL '1x' is not a time")]
    [InlineData("$TTL 2147483648", "4:6: the TTL '2147483648' is longer than 2147483647 seconds")]
    [InlineData("$TTL 99999999999999999999w", "4:6: the TTL '99999999999999999999w' is longer")]
    [InlineData("$TTL 1h 2h", "4:9: '2h' is too much for $TTL")]
    [InlineData("x 4w2 A 192.0.2.1", "4:3: the TTL '4w2' is not a time")]
    [InlineData("x 2147483648 A 192.0.2.1", "4:3: the TTL '2147483648' is longer than 2147483647 seconds")]
    [InlineData("x CH TXT a", "4:3: class CH is not served")]
    [InlineData("x", "4:2: the type is missing")]
    [InlineData("x 60 IN", "4:8: the type is missing")]
    [InlineData("x 60 60 A 192.0.2.1", "4:6: '60' is not a type for this zone")]
    [InlineData("x PTR y", "4:3: 'PTR' is not a type for this zone")]
    [InlineData("x TYPE16 \\# 0", "4:3: 'TYPE16' is not a type for this zone")]
    [InlineData("x DNAME y", "4:3: DNAME is not supported")]
    [InlineData("x \"A\" 192.0.2.1", "4:3: the type must not be in quotes")]
    [InlineData("\"x\" A 192.0.2.1", "4:1: the owner name must not be in quotes")]
    [InlineData("x..y A 192.0.2.1", "4:1: the owner name 'x..y' is not a domain name")]
    [InlineData("b\u00FCcher A 192.0.2.1", "4:1: the owner name 'b\\u00FCcher' is not a domain name")]
    [InlineData("x\\25 A 192.0.2.1", "4:1: the owner name 'x\\25' is not a domain name")]
    [InlineData("x A", "4:4: the address is missing")]
    [InlineData("x A 192.0.2", "4:5: '192.0.2' is not an IPv4 address")]
    [InlineData("x A 192.0.2.01", "4:5: '192.0.2.01' is not an IPv4 address")]
    [InlineData("x A 192.0.2.256", "4:5: '192.0.2.256' is not an IPv4 address")]
    [InlineData("x A 3221225985", "4:5: '3221225985' is not an IPv4 address")]
    [InlineData("x A ::1", "4:5: '::1' is not an IPv4 address")]
    [InlineData("x A 192.0.2.1 192.0.2.2", "4:15: '192.0.2.2' is too much for this A record")]
    [InlineData("x AAAA 192.0.2.1", "4:8: '192.0.2.1' is not an IPv6 address")]
    [InlineData("x AAAA fe80::1%1", "4:8: 'fe80::1%1' is not an IPv6 address")]
    [InlineData("x AAAA [::1]:53", "4:8: '[::1]:53' is not an IPv6 address")]
    [InlineData("@ MX mail", "4:6: the preference 'mail' is not a whole number from 0 to 65535")]
    [InlineData("@ MX 65536 mail", "4:6: the preference '65536' is not a whole number from 0 to 65535")]
    [InlineData("@ MX 10", "4:8: the mail exchanger is missing")]
    [InlineData("@ CAA 256 issue \";\"", "4:7: the flags '256' is not a whole number from 0 to 255")]
    [InlineData("@ CAA 0 is-sue \";\"", "4:9: the tag 'is-sue' is not letters and digits")]
    [InlineData("@ CAA 0 issue", "4:14: the value is missing")]
    [InlineData("@ CAA 0 issue ;", "4:14: the value is missing")]
    [InlineData("@ TXT", "4:6: the text is missing")]
    [InlineData("@ TXT a \\256", "4:9: the text has a bad escape")]
    [InlineData("@ TXT a \\1", "4:9: the text has a bad escape")]
    [InlineData("@ TXT \"\uFFFD\"", "4:7: the text has a bad escape or is not valid UTF-8")]
    [InlineData("@ TXT \"\uD800\"", "4:7: the text has a bad escape or is not valid UTF-8")]
    [InlineData("@ TXT \"open", "4:7: this quoted text has no closing quote on its line")]
    [InlineData("@ TXT (a", "4:7: this parenthesis is never closed")]
    [InlineData("@ TXT a)", "4:8: this parenthesis closes nothing")]
    public void A_mistake_in_one_record_is_reported_where_it_is(string line, string problem)
    {
        var exception = Assert.Throws<ZoneFileException>(() => ZoneFile.Parse(Head + line + "\n", "my.zone", Apex));

        Assert.StartsWith("my.zone:" + problem, Assert.Single(exception.Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("www.example.org. A 192.0.2.1", "4:1: www.example.org. is not in the zone auth.example.org.")]
    [InlineData("xauth.example.org. A 192.0.2.1", "4:1: xauth.example.org. is not in the zone")]
    [InlineData("* A 192.0.2.1", "4:1: *.auth.example.org. has a wildcard label")]
    [InlineData("a.* A 192.0.2.1", "4:1: a.*.auth.example.org. has a wildcard label")]
    [InlineData("sub NS ns1", "4:1: the NS record at sub.auth.example.org. would delegate it")]
    [InlineData("sub SOA a b 1 1 1 1 1", "4:1: the SOA record stands at sub.auth.example.org.")]
    [InlineData("@ SOA ns1 hostmaster 2 1h 10m 2w 5", "4:1: this is a second SOA record at auth.example.org.")]
    [InlineData("@ CNAME x", "4:1: auth.example.org. has a CNAME record beside another one")]
    [InlineData("x A 192.0.2.1\nX CNAME y", "5:1: x.auth.example.org. has a CNAME record beside another one")]
    [InlineData("x CNAME y\nx A 192.0.2.1", "5:1: x.auth.example.org. has a CNAME record beside another one")]
    [InlineData("x CNAME y\nx CNAME z", "5:1: x.auth.example.org. has a CNAME record beside another one")]
    [InlineData("x A 192.0.2.1\n A 192.0.2.1", "5:2: this A record at x.auth.example.org. is there twice")]
    [InlineData("@ NS NS.EXAMPLE.com.", "4:1: this NS record at auth.example.org. is there twice")]
    [InlineData("@ MX 1 a\n@ MX 1 A", "5:1: this MX record at auth.example.org. is there twice")]
    [InlineData("x 1 A 192.0.2.1\nx 2 A 192.0.2.2", "5:1: the A records at x.auth.example.org. differ in TTL: 1 and")]
    public void A_record_that_the_zone_cannot_hold_is_reported_where_it_is(string lines, string problem)
    {
        var exception = Assert.Throws<ZoneFileException>(() => ZoneFile.Parse(Head + lines, "my.zone", Apex));

        string found = Assert.Single(exception.Problems);
        Assert.StartsWith("my.zone:" + problem, found, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("@ MX 256 a\n@ MX 288 a", 2)]
    [InlineData("@ MX 16640 a\n@ MX 24832 a", 2)]
    public void Preferences_that_look_like_letters_are_not_folded(string lines, int count)
    {
        ZoneContents zone = Parse(Head + lines);

        Assert.Equal(count, zone.Records.Count(record => record.Type == RecordType.Mx));
    }

    [Theory]
    [InlineData("", "1:1: the zone has no SOA record at auth.example.org.", "1:1: the zone has no NS record")]
    [InlineData("\n@ 1 SOA a b 1 1 1 1 1", "2:1: the zone has no NS record at auth.example.org.")]
    [InlineData("@ 1 NS ns.example.com.", "1:1: the zone has no SOA record at auth.example.org.")]
    [InlineData(" 1 A 192.0.2.1", "1:2: the first record has no owner name")]
    [InlineData("@ SOA a b 1 1 1 1 1\n@ 1 NS a\n", "1:1: this record has no TTL")]
    [InlineData("@ 1 SOA a b -1 1 1 1 1", "1:13: the serial '-1' is not a whole number")]
    [InlineData("@ 1 SOA a b 1 1 1 1", "1:20: the minimum (negative TTL) is missing")]
    [InlineData("@ 1 SOA a b 1 1 1 1 2147483648", "1:21: the minimum (negative TTL) '2147483648' is longer")]
    [InlineData("@ 1 SOA (a\n b 1 1 1 1 1\n@ 1 NS ns1\n", "1:9: this parenthesis is never closed")]
    [InlineData(
        "@ 1 SOA a b 1 1 1 1 1\n NS NS1\nns1 TXT a\n@ NS ns2\nns2 AAAA ::1\nns2 A 192.0.2.1",
        "2:2: the name server NS1.auth.example.org. lies in the zone and has no address in it")]
    [InlineData(
        "@ 1 SOA a b 1 1 1 1 1\n NS @\n@ NS ns2\nns2 CNAME host\nhost A 192.0.2.1",
        "2:2: the name server auth.example.org. lies in the zone and has no address in it",
        "3:1: the name server ns2.auth.example.org. lies in the zone and has no address in it")]
    public void What_is_missing_is_reported(string text, params string[] problems)
    {
        var exception = Assert.Throws<ZoneFileException>(() => ZoneFile.Parse(text, "f", Apex));

        Assert.Equal(problems.Length, exception.Problems.Count);
        Assert.All(
            exception.Problems.Zip(problems),
            pair => Assert.StartsWith("f:" + pair.Second, pair.First, StringComparison.Ordinal));
    }

    [Fact]
    public void All_problems_are_reported_at_once_in_file_order()
    {
        const string Text = Head + "* A 192.0.2.1\nx A 192.0.2\n( ) )\nx TXT \"\ny.. A 192.0.2.1\n A ::\nz PTR a\n";

        var exception = Assert.Throws<ZoneFileException>(() => ZoneFile.Parse(Text, "f", Apex));

        Assert.Equal(
            ["f:4:1", "f:5:5", "f:6:5", "f:7:7", "f:8:1", "f:9:4", "f:10:3"],
            exception.Problems.Select(problem => problem[..problem.IndexOf(": ", StringComparison.Ordinal)]));
        Assert.Contains(exception.Problems[6], exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x PTR y\n")]
    [InlineData("www.example.org. A 192.0.2.1\n")]
    public void No_more_than_twenty_problems_are_reported(string line)
    {
        string text = Head + string.Concat(Enumerable.Repeat(line, 50));

        var exception = Assert.Throws<ZoneFileException>(() => ZoneFile.Parse(text, "f", Apex));

        Assert.Equal(20, exception.Problems.Count);
    }

    [Fact]
    public void Control_characters_and_endless_fields_do_not_reach_the_message()
    {
        string text = $"{Head}x \u001B[2J{new string('y', 1_000_000)} z\n";

        var exception = Assert.Throws<ZoneFileException>(() => ZoneFile.Parse(text, "f", Apex));

        Assert.StartsWith("f:4:3: '\\u001B[2Jyyy", exception.Message, StringComparison.Ordinal);
        Assert.InRange(exception.Message.Length, 60, 250);
    }

    [Fact]
    public void An_RRset_that_no_message_could_carry_is_reported()
    {
        string text = string.Concat(Enumerable.Range(0, 300).Select(i => $"x TXT \"{i:D3}{new string('x', 230)}\"\n"));

        var exception = Assert.Throws<ZoneFileException>(() => ZoneFile.Parse(Head + text, "f", Apex));

        Assert.EndsWith(
            "the TXT records at x.auth.example.org. do not fit one DNS message",
            exception.Problems[0],
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missing.zone")]
    [InlineData("")]
    public void A_file_that_cannot_be_read_is_named(string name)
    {
        string path = Path.Combine(AppContext.BaseDirectory, name);

        var exception = Assert.Throws<ZoneFileException>(() => ZoneFile.Load(path, Apex));

        Assert.StartsWith($"{path}:1:1: the file cannot be read: ", exception.Problems[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ZoneFile.MaxLengthInOctets, true)]
    [InlineData(ZoneFile.MaxLengthInOctets + 1, false)]
    public void A_file_is_read_up_to_a_bound(int length, bool fits)
    {
        string path = Path.GetTempFileName();
        byte[] octets = [.. Encoding.ASCII.GetBytes(Head), .. Enumerable.Repeat((byte)';', length - Head.Length)];
        File.WriteAllBytes(path, octets);

        Exception? exception = Record.Exception(() => ZoneFile.Load(path, Apex));

        File.Delete(path);
        Assert.Equal(fits, exception is null);
        Assert.True(fits || exception!.Message.Contains("longer than 16777216 octets", StringComparison.Ordinal));
    }

    [Fact]
    public void A_device_without_an_end_is_read_up_to_the_bound()
    {
        Assert.SkipUnless(File.Exists("/dev/zero"), "there is no /dev/zero here");

        var exception = Assert.Throws<ZoneFileException>(() => ZoneFile.Load("/dev/zero", Apex));

        Assert.Contains("longer than 16777216 octets", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Mutated_files_load_or_are_reported_but_never_throw_anything_else()
    {
        const string Seed = Head + "x 60 IN TXT ( \"a\\\"b\" \\123 ) ; c\n MX 10 m\n@ CAA 0 issue \";\"\n"
            + "$ORIGIN y\nz AAAA ::1\r\n";
        const string Alphabet = "\0\n\r\t ();\"\\.@*$0129aAxINTTL:\u00FC\uD800\uFEFF";
        uint state = 2463534242;

        for (int round = 0; round < 20_000; round++)
        {
            var text = new StringBuilder(Seed);
            for (uint change = Next(ref state) % 6; change > 0; change--)
                Mutate(text, Next(ref state), Alphabet[(int)(Next(ref state) % Alphabet.Length)]);

            Exception? exception = Record.Exception(() => ZoneFile.Parse(text.ToString(), "f", Apex));

            bool isSound = exception is null or ZoneFileException { Problems.Count: > 0 and <= 20 };
            Assert.True(isSound, $"{text}: {exception}");
        }
    }

    private static void Mutate(StringBuilder text, uint choice, char character)
    {
        if (text.Length == 0)
            text.Append(character);

        int at = (int)(choice / 4 % text.Length);
        switch (choice % 4)
        {
            case 0: text[at] = character; break;
            case 1: text.Insert(at, character); break;
            case 2: text.Remove(at, 1); break;
            default: text.Length = at; break;
        }
    }

    // Marsaglia's xorshift: the same files in every run.
    private static uint Next(ref uint state)
    {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        return state;
    }

    private static ZoneContents Parse(string text) => ZoneFile.Parse(text, "test.zone", Apex);

    private static ZoneRecord Single(ZoneContents zone, RecordType type) =>
        Assert.Single(zone.Records, record => record.Type == type);

    private static byte[] Name(string text) => DomainName.Parse(text).Wire.ToArray();

    private static string RepositoryRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "ValidationZone.sln")))
            folder = Path.GetDirectoryName(folder);

        return folder ?? throw new InvalidOperationException("the tests do not run inside the repository");
    }
}
