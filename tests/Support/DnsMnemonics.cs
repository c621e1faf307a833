using System.Globalization;

namespace ValidationZone.Tests.Support;

/// <summary>The words of IANA's registries and their numbers, written down again so that a slip in src shows.</summary>
public static class DnsMnemonics
{
    private static readonly Dictionary<string, int> Types = new(StringComparer.Ordinal)
    {
        ["A"] = 1, ["NS"] = 2, ["CNAME"] = 5, ["SOA"] = 6, ["PTR"] = 12, ["HINFO"] = 13, ["MX"] = 15, ["TXT"] = 16,
        ["AAAA"] = 28, ["SRV"] = 33, ["OPT"] = 41, ["DS"] = 43, ["RRSIG"] = 46, ["NSEC"] = 47, ["DNSKEY"] = 48,
        ["SVCB"] = 64, ["HTTPS"] = 65, ["NXNAME"] = 128, ["TKEY"] = 249, ["TSIG"] = 250, ["IXFR"] = 251,
        ["AXFR"] = 252, ["MAILB"] = 253, ["MAILA"] = 254, ["ANY"] = 255, ["CAA"] = 257,
    };

    private static readonly Dictionary<string, int> Classes = new(StringComparer.Ordinal)
    {
        ["IN"] = 1, ["CH"] = 3, ["HS"] = 4, ["NONE"] = 254, ["CLASSANY"] = 255,
    };

    private static readonly Dictionary<string, int> Rcodes = new(StringComparer.Ordinal)
    {
        ["NOERROR"] = 0, ["FORMERR"] = 1, ["SERVFAIL"] = 2, ["NXDOMAIN"] = 3, ["NOTIMP"] = 4, ["REFUSED"] = 5,
        ["NOTAUTH"] = 9, ["BADVERS"] = 16, ["BADCOOKIE"] = 23,
    };

    public static ushort TypeNumber(string word) => Number(Types, "TYPE", word)
        ?? throw new FormatException($"'{word}' is no record type");

    public static bool IsType(string word) => Number(Types, "TYPE", word) is not null;

    public static string TypeWord(int number) => Word(Types, "TYPE", number);

    public static ushort ClassNumber(string word) => Number(Classes, "CLASS", word)
        ?? throw new FormatException($"'{word}' is no class");

    public static bool IsClass(string word) => Number(Classes, "CLASS", word) is not null;

    public static string ClassWord(int number) => Word(Classes, "CLASS", number);

    public static string RcodeWord(int number) => Word(Rcodes, "RCODE", number);

    private static ushort? Number(Dictionary<string, int> words, string prefix, string word)
    {
        if (words.TryGetValue(word, out int number))
            return (ushort)number;

        return word.StartsWith(prefix, StringComparison.Ordinal)
            && ushort.TryParse(word.AsSpan(prefix.Length), CultureInfo.InvariantCulture, out ushort unnamed)
                ? unnamed
                : null;
    }

    private static string Word(Dictionary<string, int> words, string prefix, int number) =>
        words.FirstOrDefault(entry => entry.Value == number).Key
            ?? prefix + number.ToString(CultureInfo.InvariantCulture);
}
