using System.Globalization;
using System.Text;

namespace ValidationZone.Tests.Support;

/// <summary>Replies as text: what a scenario wants, and what came.</summary>
internal static class ScenarioReply
{
    internal const string Silence = "silence\n";

    private const string NegativeSoa = "Z 5 SOA ns1.Z hostmaster.Z SERIAL 3600 600 86400 5";
    private const int CookieLength = 24;
    private const int ClientHalfLength = 8;
    private const int PaddingBlock = 468;

    /// <summary>The reply, with every octet that must come back unchanged compared.</summary>
    /// <param name="octets">The reply; empty for silence.</param>
    /// <param name="request">What it replies to.</param>
    /// <param name="expectation">The lines of the scenario, which say how closely to look.</param>
    internal static string Describe(byte[] octets, ScenarioRequest request, string[] expectation)
    {
        if (octets.Length == 0)
            return Silence;

        DnsReply reply = DnsReply.Parse(octets);
        var text = new StringBuilder(reply.ToString());
        if (reply.Edns is { Options.Count: > 0 } edns)
            text.Replace(edns.ToString(), OptText(reply, request.Octets));

        if (expectation.Any(line => IsWord(line, "length")))
            text.Append(CultureInfo.InvariantCulture, $"length {octets.Length}\n");

        if (!octets.AsSpan(0, 2).SequenceEqual(request.Octets.AsSpan(0, 2)))
            text.Append("another ID\n");

        if (((octets[2] ^ request.Octets[2]) & 0x78) != 0)
            text.Append("another opcode\n");

        if (reply.Question.Length > 0 && !request.Octets.AsSpan(12).StartsWith(reply.Question.Span))
            text.Append("another question\n");

        return text.ToString();
    }

    /// <summary>The lines of a scenario, in the form of a described reply.</summary>
    internal static string Expected(ScenarioRequest request, string[] expectation, uint serial)
    {
        if (expectation is ["silence"])
            return Silence;

        string[] reply = ScenarioWords.Split(expectation.Single(line => IsWord(line, "reply")));
        bool isBare = reply[^1] == "bare";
        int opcode = (request.Octets[2] >> 3) & 15;
        var text = new StringBuilder($"reply {reply[1]} qr");
        foreach (string flag in reply[2..(isBare ? ^1 : ^0)])
            text.Append(' ').Append(flag);

        text.Append(opcode == 0 ? "\n" : $" opcode={opcode}\n");
        if (!isBare)
            text.Append("question ").Append(QuestionText(request)).Append('\n');

        foreach (string section in (string[])["answer", "authority", "additional"])
            AppendSection(text, section, request.QName, expectation, serial);

        foreach (string line in expectation.Where(line => IsWord(line, "opt") || IsWord(line, "length")))
            text.Append(line).Append('\n');

        return text.ToString();
    }

    /// <summary>The cookie in a reply, in hex; <see langword="null"/> when it has none.</summary>
    internal static string? CookieOf(byte[] octets) => octets.Length == 0
        ? null
        : DnsReply.Parse(octets).Edns?.Options.Where(option => option.Code == 10)
            .Select(option => Convert.ToHexStringLower(option.Octets)).FirstOrDefault();

    internal static bool IsExpectation(string line) => Array.Exists(
        ["reply", "silence", "answer", "authority", "additional", "negative", "opt", "length"],
        word => IsWord(line, word));

    internal static bool IsWord(string line, string word) =>
        line == word || line.StartsWith(word + ' ', StringComparison.Ordinal);

    private static string OptText(DnsReply reply, byte[] request) =>
        string.Join(' ', reply.Edns!.ToString().Split(' ').Select(word => OptWord(word, reply.Length, request)));

    /// <summary>Names cookies and padding for what they are: their octets are nobody's to know beforehand.</summary>
    private static string OptWord(string word, int replyLength, byte[] request)
    {
        if (word.StartsWith("option=10:", StringComparison.Ordinal))
        {
            byte[] cookie = Convert.FromHexString(word["option=10:".Length..]);
            if (cookie.Length == CookieLength && Holds(request, cookie.AsSpan(0, ClientHalfLength)))
                return Holds(request, cookie) ? "cookie=kept" : "cookie=new";
        }

        bool isPadding = word.StartsWith("option=12:", StringComparison.Ordinal)
            && word["option=12:".Length..].All(digit => digit == '0')
            && replyLength % PaddingBlock == 0;
        return isPadding ? "padded" : word;
    }

    private static bool Holds(ReadOnlySpan<byte> octets, ReadOnlySpan<byte> part) => octets.IndexOf(part) >= 0;

    private static void AppendSection(
        StringBuilder text, string section, string qname, string[] expectation, uint serial)
    {
        IEnumerable<string> records = expectation.Where(line => IsWord(line, section))
            .SelectMany(line => ScenarioWords.Records(line[section.Length..], qname, serial));
        if (section == "authority" && expectation.Contains("negative"))
            records = records.Concat(ScenarioWords.Records(NegativeSoa, "", serial));

        foreach (string record in records.Order(StringComparer.Ordinal))
            text.Append(section).Append(' ').Append(record).Append('\n');
    }

    private static string QuestionText(ScenarioRequest request)
    {
        int at = 12;
        string name = WireName.Read(request.Octets, ref at);
        int type = (request.Octets[at] << 8) | request.Octets[at + 1];
        int recordClass = (request.Octets[at + 2] << 8) | request.Octets[at + 3];
        return $"{name} {DnsMnemonics.ClassWord(recordClass)} {DnsMnemonics.TypeWord(type)}";
    }
}
