using System.Globalization;
using System.Text;

namespace ValidationZone.Tests.Support;

/// <summary>One whole DNS message, read by code that shares nothing with the code under test.</summary>
public sealed class DnsReply
{
    private static readonly (int Bit, string Word)[] FlagWords =
    [
        (0x8000, "qr"), (0x0400, "aa"), (0x0200, "tc"), (0x0100, "rd"),
        (0x0080, "ra"), (0x0040, "z"), (0x0020, "ad"), (0x0010, "cd"),
    ];

    public required ReadOnlyMemory<byte> Octets { get; init; }

    public required int Id { get; init; }

    public required int FlagBits { get; init; }

    /// <summary>The question section bit for bit, empty when there is no question.</summary>
    public required ReadOnlyMemory<byte> Question { get; init; }

    public required string QuestionText { get; init; }

    public required IReadOnlyList<DnsRecord> Answer { get; init; }

    public required IReadOnlyList<DnsRecord> Authority { get; init; }

    /// <summary>The additional section without the OPT record.</summary>
    public required IReadOnlyList<DnsRecord> Additional { get; init; }

    public required DnsEdns? Edns { get; init; }

    public int Length => Octets.Length;

    public int Opcode => (FlagBits >> 11) & 15;

    public string Rcode => DnsMnemonics.RcodeWord((FlagBits & 15) | ((Edns?.ExtendedRcode ?? 0) << 4));

    /// <summary>The flags that are set, in header order, such as <c>qr aa rd</c>.</summary>
    public string Flags =>
        string.Join(' ', FlagWords.Where(flag => (FlagBits & flag.Bit) != 0).Select(flag => flag.Word));

    public bool IsTruncated => (FlagBits & 0x0200) != 0;

    public IEnumerable<string> AnswerText => Answer.Select(record => record.ToString());

    public int? ExtendedError => Edns?.Options.Where(option => option.Code == 15)
        .Select(option => (int?)((option.Octets[0] << 8) | option.Octets[1])).SingleOrDefault();

    /// <summary>Reads a message.</summary>
    /// <exception cref="MalformedMessageException">Anything at all is wrong with it.</exception>
    public static DnsReply Parse(ReadOnlySpan<byte> message) => new DnsMessageReader(message).Read();

    /// <summary>The message as lines of text, records of a section in the order of their text.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        string opcode = Opcode == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" opcode={Opcode}");
        text.Append(CultureInfo.InvariantCulture, $"reply {Rcode} {Flags}{opcode}\n");
        if (Question.Length > 0)
            text.Append(CultureInfo.InvariantCulture, $"question {QuestionText}\n");

        Append(text, "answer", Answer);
        Append(text, "authority", Authority);
        Append(text, "additional", Additional);
        if (Edns is not null)
            text.Append(CultureInfo.InvariantCulture, $"{Edns}\n");

        return text.ToString();
    }

    private static void Append(StringBuilder text, string section, IReadOnlyList<DnsRecord> records)
    {
        foreach (string line in records.Select(record => record.ToString()).Order(StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"{section} {line}\n");
    }
}
