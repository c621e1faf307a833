using System.Text;
using ValidationZone.Tests.Support;

namespace ValidationZone.Authority.Tests.Rfc;

/// <summary>TXT RDATA: character-strings of up to 255 octets (RFC 1035 §3.3.14).</summary>
[Trait("Rfc", "1035 §3.3.14")]
public sealed class Rfc1035TxtTests
{
    [Fact]
    [Trait("Row", "Q01")]
    public void A_value_is_one_string_of_43_octets()
    {
        DnsReply reply = AZone.Loaded().Ask(AZone.L2, "TXT");

        Assert.Equal(2, reply.Answer.Count);
        Assert.All(reply.Answer, record => Assert.Equal((44, 43), (record.Rdata.Length, record.Rdata.Span[0])));
        Assert.Empty(reply.Authority);
        Assert.Empty(reply.Additional);
    }

    [Theory]
    [Trait("Row", "Q30")]
    [InlineData(1)]
    [InlineData(254)]
    [InlineData(255)]
    public void A_published_value_may_fill_one_string(int length)
    {
        AZone zone = AZone.Loaded();
        string value = new('v', length);
        zone.Publish(AZone.L0, value);

        DnsRecord record = Assert.Single(zone.Ask(APacket.Asking(AZone.L0, "TXT").WithEdns()).Answer);

        Assert.Equal([value], StringsOf(record));
    }

    [Theory]
    [Trait("Row", "Q30")]
    [InlineData(255, 1)]
    [InlineData(256, 2)]
    [InlineData(511, 3)]
    public void A_static_text_of_several_strings_is_joined_unchanged(int length, int strings)
    {
        string text = string.Concat(Enumerable.Range(0, length).Select(number => (char)('a' + (number % 26))));
        IEnumerable<string> quoted = text.Chunk(255).Select(chunk => $"\"{new string(chunk)}\"");
        AZone zone = AZone.Loaded(masterFile: $"{AZone.MasterFile}\nlong IN TXT {string.Join(' ', quoted)}\n");

        DnsRecord record = Assert.Single(zone.Ask(APacket.Asking("long." + AZone.Apex, "TXT").WithEdns()).Answer);

        Assert.Equal(strings, StringsOf(record).Count);
        Assert.Equal(text, string.Concat(StringsOf(record)));
    }

    private static List<string> StringsOf(DnsRecord record)
    {
        ReadOnlySpan<byte> rdata = record.Rdata.Span;
        var strings = new List<string>();
        for (int at = 0; at < rdata.Length; at += 1 + rdata[at])
            strings.Add(Encoding.ASCII.GetString(rdata.Slice(at + 1, rdata[at])));

        return strings;
    }
}
