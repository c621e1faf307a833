using System.Text.RegularExpressions;
using ValidationZone.Tests.Support;

namespace ValidationZone.Authority.Tests.Conformance;

/// <summary>One line of tests/Conformance/rows.txt.</summary>
/// <param name="Section">The heading that it stands under.</param>
/// <param name="Id">Its name, such as H01.</param>
/// <param name="Over">What it has to be shown over; empty when sockets make no difference.</param>
/// <param name="Decision">The number of a decision record, or empty.</param>
/// <param name="Sent">What is sent.</param>
/// <param name="Expected">What must come back.</param>
internal sealed partial record ConformanceRow(
    string Section, string Id, IReadOnlyList<string> Over, string Decision, string Sent, string Expected)
{
    private static readonly Dictionary<string, string[]> OverWords = new(StringComparer.Ordinal)
    {
        ["all"] = Transports.All,
        ["udp"] = ["UDP4", "UDP6"],
        ["udp4"] = ["UDP4"],
        ["tcp4"] = ["TCP4"],
        ["dot4"] = ["DOT4"],
        ["stream"] = ["TCP4", "TCP6", "DOT4", "DOT6"],
        ["inside"] = [],
    };

    internal static IReadOnlyList<ConformanceRow> LoadAll()
    {
        var rows = new List<ConformanceRow>();
        string section = "";
        foreach (string line in File.ReadLines(RepositoryFolder.Find("tests", "Conformance", "rows.txt")))
        {
            if (line.StartsWith('#'))
                section = line[1..].Trim();
            else if (line.Length > 0)
                rows.Add(Read(section, line));
        }

        return rows;
    }

    private static ConformanceRow Read(string section, string line)
    {
        Match match = RowLine().Match(line);
        if (!match.Success || !OverWords.TryGetValue(match.Groups["over"].Value, out string[]? over))
            throw new FormatException($"'{line}' is no row");

        return new ConformanceRow(
            section,
            match.Groups["id"].Value,
            over,
            match.Groups["decision"].Value,
            match.Groups["sent"].Value,
            match.Groups["expected"].Value);
    }

    [GeneratedRegex(
        @"^(?<id>[A-Z][0-9]{2}) (?<over>\w+)( (?<decision>[0-9]{4}))? \| (?<sent>.+?) \| (?<expected>.+)$",
        RegexOptions.ExplicitCapture)]
    private static partial Regex RowLine();
}
