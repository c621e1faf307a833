using System.Text;
using ValidationZone.Authority.Zone;
using ValidationZone.Tests.Support;
using ValidationZone.Tests.Support.Fuzz;

namespace ValidationZone.Authority.Tests.Fuzz;

/// <summary>Changed zone files: each is refused with words, or makes a zone that answers.</summary>
public sealed class ZoneFileFuzzTests
{
    private const int Seed = 5155;
    private static readonly string[] Pieces =
    [
        "@ 1h IN SOA ns1 h ( 1 2 3 ; c\n 4 5 )\n@ 5 NS ns1\n", "\\000\\.a 7 TXT \"a\\\"b\" c\\032d ( \"e\"\n\"f\" )\n",
        "$ORIGIN a.auth.example.net.\n$TTL 1w2d3h4m5s\n\tIN 60 AAAA ::ffff:192.0.2.1\n", "x CAA 128 issue \"ca;p=1\"\n",
        "y MX 65535 .\n", "$INCLUDE x\n", "z CNAME z\n", "\"q\" A 1.2.3.4\n", "( ( ) )\n", "@ \uFEFFé TXT é\n",
    ];

    [Fact]
    public void Every_text_is_refused_with_words_or_answers()
    {
        bool isLong = Environment.GetEnvironmentVariable("VALIDATIONZONE_LONG_TESTS") == "1";
        string example = File.ReadAllText(RepositoryFolder.Find("zones", "validation.example.zone"));
        string[] whole = [AZone.MasterFile, example.Replace("auth.example.org.", AZone.Apex, StringComparison.Ordinal)];
        byte[][] corpus = [.. whole.Concat(whole).Concat(Pieces).Select(Encoding.UTF8.GetBytes)];
        var mutator = new Mutator(corpus, Seed);
        int served = 0;
        for (int left = isLong ? 500_000 : 20_000; left > 0; left--)
            served += TryServe(Encoding.UTF8.GetString(mutator.Next())) ? 1 : 0;

        Assert.True(served > 1000, $"only {served} files made a zone: what is behind the parser was hardly reached");
    }

    private static bool TryServe(string text)
    {
        try
        {
            DnsReply reply = AZone.Loaded(masterFile: text).Ask(APacket.Asking(AZone.Apex, "SOA"));
            return reply is { Rcode: "NOERROR", Answer.Count: 1 }
                ? true
                : throw new InvalidOperationException($"{reply}");
        }
        catch (ZoneFileException exception)
        {
            Assert.False(string.IsNullOrWhiteSpace(exception.Message), $"no words about:\n{text}");
            return false;
        }
        catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
        {
            string octets = Convert.ToHexString(Encoding.UTF8.GetBytes(text));
            throw new InvalidOperationException($"{exception.Message}\n{octets}", exception);
        }
    }
}
