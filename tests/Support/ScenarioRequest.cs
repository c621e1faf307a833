using System.Globalization;
using System.Text;
using ValidationZone.Authority.Answering;

namespace ValidationZone.Tests.Support;

/// <summary>One request of a scenario, ready to be sent.</summary>
/// <param name="Octets">The message.</param>
/// <param name="QName">The name asked for, empty when the request is written as octets.</param>
/// <param name="Question">The question section as sent, empty when the request is written as octets.</param>
/// <param name="Transports">What to send it over.</param>
internal sealed record ScenarioRequest(
    byte[] Octets, string QName, byte[] Question, IReadOnlyList<DnsTransport> Transports)
{
    private const int ClientHalfDigits = 16;

    private static readonly Dictionary<string, int> HeaderFlags = new(StringComparer.Ordinal)
    {
        ["+aa"] = 0x0400, ["+tc"] = 0x0200, ["+rd"] = 0x0100, ["+ra"] = 0x0080,
        ["+z"] = 0x0040, ["+ad"] = 0x0020, ["+cd"] = 0x0010, ["+qr"] = 0x8000,
    };

    /// <summary>Every request that a line stands for.</summary>
    /// <param name="line">The line.</param>
    /// <param name="cookie">
    /// The last cookie received, in hex, for COOKIE and, without the client's half, SERVERHALF.
    /// </param>
    internal static IEnumerable<ScenarioRequest> ReadAll(string line, string cookie)
    {
        string serverHalf = cookie.Length == 0 ? "" : cookie[ClientHalfDigits..];
        string[] words = ScenarioWords.Split(line
            .Replace("SERVERHALF", serverHalf, StringComparison.Ordinal)
            .Replace("COOKIE", cookie, StringComparison.Ordinal));
        return ScenarioWords.Combinations(words[1..])
            .Select(combination => words[0] == "octets" ? FromOctets(combination) : FromQuery(combination));
    }

    private static ScenarioRequest FromOctets(string[] words)
    {
        string[] octetWords = [.. words.Where(word => !word.StartsWith("over=", StringComparison.Ordinal))];
        return new ScenarioRequest([.. octetWords.SelectMany(ToOctets)], "", [], TransportsOf(words));
    }

    private static ScenarioRequest FromQuery(string[] words)
    {
        string qname = ScenarioWords.Name(words[0]);
        bool hasClass = DnsMnemonics.IsClass(words[1]);
        APacket packet = APacket.Asking(qname, words[hasClass ? 2 : 1]).WithClass(hasClass ? words[1] : "IN");
        byte[] question = packet.Question;
        int cut = 0;
        for (int i = hasClass ? 3 : 2; i < words.Length; i++)
        {
            (string key, string value) = Cleave(words[i], '=');
            if (key == "tail")
            {
                packet = packet with { Tail = [.. words[(i + 1)..].SelectMany(ToOctets)] };
                break;
            }

            if (key == "cut")
                cut = Number(value);
            else
                packet = Apply(packet, words[i], key, value);
        }

        return new ScenarioRequest(packet.ToOctets()[..^cut], qname, question, TransportsOf(words));
    }

    private static APacket Apply(APacket packet, string word, string key, string value) => key switch
    {
        "-" or "over" => packet,
        "opcode" => packet with { FlagBits = (ushort)(packet.FlagBits | (Number(value) << 11)) },
        "edns" => packet with { EdnsSize = (ushort)Number(value) },
        "version" => packet with { EdnsVersion = (byte)Number(value) },
        "do" => packet with { EdnsFlags = (ushort)(packet.EdnsFlags | 0x8000) },
        "ednsflags" => packet with { EdnsFlags = (ushort)(packet.EdnsFlags | Convert.ToUInt16(value, 16)) },
        "option" => ApplyOption(packet, value),
        "counts" => ApplyCounts(packet, value),
        "repeat" => packet with
        {
            Question = [.. Enumerable.Repeat(packet.Question, Number(value)).SelectMany(question => question)],
            QuestionCount = (ushort)Number(value),
        },
        _ when HeaderFlags.TryGetValue(word, out int flag) =>
            packet with { FlagBits = (ushort)(packet.FlagBits | flag) },
        _ => throw new FormatException($"'{word}' means nothing in a query"),
    };

    private static APacket ApplyOption(APacket packet, string value)
    {
        (string code, string octets) = Cleave(value, ':');
        return packet.WithOption((ushort)Number(code), [.. ToOctets(octets)]);
    }

    private static APacket ApplyCounts(APacket packet, string value)
    {
        ushort[] counts = [.. value.Split('/').Select(count => (ushort)Number(count))];
        return packet with { QuestionCount = counts[0], RecordCounts = (counts[1], counts[2], counts[3]) };
    }

    /// <summary>Octets of one word: hex, <c>name:</c>, <c>type:</c>, a quoted text, and <c>*N</c> to repeat.</summary>
    private static IEnumerable<byte> ToOctets(string word)
    {
        if (word.StartsWith('"'))
            return Encoding.Latin1.GetBytes(word.Trim('"'));

        (string kind, string rest) = Cleave(word, ':');
        if (kind == "name")
            return WireName.ToOctets(ScenarioWords.Name(rest));

        (string hex, string times) = Cleave(word, '*');
        byte[] octets = Convert.FromHexString(hex);
        return Enumerable.Repeat(octets, times.Length == 0 ? 1 : Number(times)).SelectMany(octet => octet);
    }

    private static DnsTransport[] TransportsOf(string[] words) =>
        words.FirstOrDefault(word => word.StartsWith("over=", StringComparison.Ordinal)) switch
        {
            null => Enum.GetValues<DnsTransport>(),
            "over=udp" => [DnsTransport.Udp],
            "over=tcp" => [DnsTransport.Tcp],
            "over=tls" => [DnsTransport.Tls],
            string other => throw new FormatException($"'{other}' is no transport"),
        };

    private static (string Left, string Right) Cleave(string word, char at)
    {
        int index = word.IndexOf(at, StringComparison.Ordinal);
        return index < 0 ? (word, "") : (word[..index], word[(index + 1)..]);
    }

    private static int Number(string word) => int.Parse(word, CultureInfo.InvariantCulture);
}
