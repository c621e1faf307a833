using System.Globalization;
using System.Text;
using ValidationZone.Wire;

namespace ValidationZone.Delegation.Report;

/// <summary>What came from the network, made fit to be shown: nothing of it reaches a terminal as it is.</summary>
internal static class Shown
{
    // Enough to recognise what it is, and too little to push everything else off the screen.
    private const int LongestText = 80;
    private const int LongestList = 6;

    /// <summary>A name as people write it: no trailing dot, odd octets as <c>\DDD</c> (RFC 1035 §5.1).</summary>
    internal static string Name(DomainName name)
    {
        string text = name.ToString();
        return text.Length > 1 ? text[..^1] : text;
    }

    /// <summary>Octets that should be text; the rest as <c>\DDD</c>, and cut short when long.</summary>
    /// <param name="octets">What came from the network; 80 octets of it are shown.</param>
    internal static string Octets(ReadOnlySpan<byte> octets)
    {
        var text = new StringBuilder();
        foreach (byte octet in octets[..Math.Min(octets.Length, LongestText)])
        {
            // The backslash too, or a value that spells out \027 would look like one that contains it.
            if (octet is < 0x20 or >= 0x7F or (byte)'\\')
                text.Append('\\').Append(octet.ToString("D3", CultureInfo.InvariantCulture));
            else
                text.Append((char)octet);
        }

        return octets.Length > LongestText ? text.Append("...").ToString() : text.ToString();
    }

    /// <summary>A text without control characters, whoever wrote it.</summary>
    internal static string Line(string text) =>
        text.Any(IsControl)
            ? string.Concat(text.Select(c => IsControl(c) ? $"\\u{(int)c:X4}" : c.ToString()))
            : text;

    /// <summary>Names that lead from one to the next.</summary>
    internal static string Way(IEnumerable<DomainName> names) => Join(" -> ", names.Select(Name));

    /// <summary>Some of many, joined by commas.</summary>
    internal static string List(IEnumerable<string> entries) => Join(", ", entries);

    private static string Join(string between, IEnumerable<string> entries)
    {
        string[] all = [.. entries];
        string first = string.Join(between, all.Take(LongestList));
        return all.Length > LongestList ? $"{first} and {all.Length - LongestList} more" : first;
    }

    // The second range is understood as control sequences by some terminals, the others turn text around.
    private static bool IsControl(char c) =>
        char.IsControl(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator;
}
