using System.Globalization;
using System.Text;
using ValidationZone.Tests.Support;
using ValidationZone.Tests.Support.Model;

namespace ValidationZone.Authority.Tests.Model;

/// <summary>Puts the model's reply and the server's into the same words: equal replies, equal texts.</summary>
internal static class ReplyComparison
{
    private const int CookieOption = 10;

    /// <summary>The fields of the reply that the model calls for.</summary>
    internal static string Describe(ModelQuery query, ModelReply reply)
    {
        if (!reply.HasQuestion)
            return $"{reply.Rcode} opcode {query.Opcode}, twelve octets\n";

        var flags = new List<string> { "qr" };
        if (reply.IsAuthoritative)
            flags.Add("aa");

        if ((query.FlagBits & 0x0100) != 0)
            flags.Add("rd");

        if ((query.FlagBits & 0x0010) != 0)
            flags.Add("cd");

        string opt = query.EdnsSize is null ? "none" : $"1232 v0 {query.EdnsFlags & 0x8000:x4} right EDE";
        byte[] question = APacket.Asking(query.QName, query.Type).Question;
        question = [.. question[..^2], (byte)(query.Class >> 8), (byte)query.Class];
        return Sections(
            $"{reply.Rcode} {string.Join(' ', flags)}\nquestion {Convert.ToHexString(question)}\nopt {opt}\n",
            reply.Answer.Select(record => record.ToString()),
            reply.Authority.Select(record => record.ToString()),
            reply.Additional.Select(record => record.ToString()));
    }

    /// <summary>The fields of the reply that came.</summary>
    internal static string Describe(ModelQuery query, ModelReply expected, DnsReply reply)
    {
        // What the flags of such a reply should be, the rules leave open, but for QR.
        if (reply.Length == 12)
            return $"{reply.Rcode} opcode {reply.Opcode}, twelve octets\n";

        string question = Convert.ToHexString(reply.Question.Span);
        return Sections(
            $"{reply.Rcode} {reply.Flags}\nquestion {question}\nopt {Opt(query, expected, reply)}\n",
            reply.Answer.Select(record => record.ToString()),
            reply.Authority.Select(record => record.ToString()),
            reply.Additional.Select(record => record.ToString()));
    }

    /// <summary>A SOA without its serial, which moves with every change of the zone.</summary>
    private static string WithoutSerial(string record)
    {
        string[] words = record.Split(' ');
        if (words.Length == 10 && words[2] == "SOA")
            words[5] = "SERIAL";

        return string.Join(' ', words);
    }

    private static string Opt(ModelQuery query, ModelReply expected, DnsReply reply)
    {
        if (reply.Edns is not { } edns)
            return "none";

        // A cookie in the question may be answered with one; everything else unknown is passed over.
        bool mayHaveCookie = query.EdnsOptions.Contains((ushort)CookieOption);
        IEnumerable<int> others = edns.Options.Select(option => option.Code)
            .Where(code => code != 15 && !(code == CookieOption && mayHaveCookie));
        bool isExplained = reply.ExtendedError is { } code
            ? expected.ExtendedErrors.Contains(code)
            : expected.ExtendedErrors.Count == 0 || expected.MayBeUnexplained;
        string ede = isExplained ? "right EDE" : $"EDE {reply.ExtendedError}";
        string options = string.Concat(others.Select(code => $" option {code}"));
        return $"{edns.UdpPayloadSize} v{edns.Version} {edns.Flags:x4} {ede}{options}";
    }

    private static string Sections(
        string head, IEnumerable<string> answer, IEnumerable<string> authority, IEnumerable<string> additional)
    {
        var text = new StringBuilder(head);
        Append(text, "answer", answer);
        Append(text, "authority", authority);
        Append(text, "additional", additional);
        return text.ToString();
    }

    private static void Append(StringBuilder text, string section, IEnumerable<string> records)
    {
        foreach (string record in records.Select(WithoutSerial).Order(StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"{section} {record}\n");
    }
}
