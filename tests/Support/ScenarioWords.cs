using System.Globalization;
using System.Text.RegularExpressions;

namespace ValidationZone.Tests.Support;

/// <summary>The short words of scenario files: fixture names, values, and alternatives.</summary>
internal static partial class ScenarioWords
{
    private static readonly Dictionary<string, string> Labels = new(StringComparer.Ordinal)
    {
        ["Z"] = AZone.Apex,
        ["L2"] = FirstLabel(AZone.L2),
        ["L0"] = FirstLabel(AZone.L0),
        ["LX"] = FirstLabel(AZone.LX),
        ["LD"] = FirstLabel(AZone.LD),
    };

    /// <summary>Splits at white space, keeping quoted strings whole.</summary>
    internal static string[] Split(string line) => [.. Word().Matches(line).Select(match => match.Value)];

    /// <summary>Replaces the labels Z, L2, L0, LX and LD of a name.</summary>
    internal static string Name(string word)
    {
        string name = string.Join('.', word.Split('.').Select(label => Labels.GetValueOrDefault(label, label)));
        return name.EndsWith('.') ? name : throw new FormatException($"'{word}' is not an absolute name");
    }

    /// <summary>The values that words such as V1, V3..16 and quoted text stand for.</summary>
    internal static string[] Values(IEnumerable<string> words) =>
        [.. words.SelectMany(Range).Select(Value)];

    /// <summary>Replaces every short word of a record line, which may stand for several records (V1..16).</summary>
    internal static IEnumerable<string> Records(string line, string qname, uint serial)
    {
        string[] words = Split(line);
        words[0] = words[0] == "QNAME" ? qname.ToLowerInvariant() : Name(words[0]);
        return Range(words[^1]).Select(last =>
            string.Join(' ', [words[0], .. words[1..^1].Append(last).Select(word => RecordWord(word, serial))]));
    }

    /// <summary>Every line that a line with alternatives (<c>A|AAAA</c>) and ranges (<c>6..9</c>) stands for.</summary>
    internal static IEnumerable<string[]> Combinations(IReadOnlyList<string> words)
    {
        IEnumerable<string[]> lines = [[]];
        foreach (string word in words.Where(word => word != "|"))
        {
            List<string> choices = [.. Alternatives(word).SelectMany(Range)];
            lines = lines.SelectMany(line => choices.Select(choice => (string[])[.. line, choice])).ToList();
        }

        return lines;
    }

    private static string Value(string word) => word switch
    {
        "V1" => AZone.V1,
        "V2" => AZone.V2,
        _ when NumberedValue().IsMatch(word) => word.PadRight(AZone.V1.Length, 'v'),
        _ => word.Trim('"'),
    };

    private static string RecordWord(string word, uint serial) => word switch
    {
        "SERIAL" => serial.ToString(CultureInfo.InvariantCulture),
        _ when NumberedValue().IsMatch(word) => $"\"{Value(word)}\"",
        _ when word.EndsWith(".Z", StringComparison.Ordinal) => Name(word),
        _ => word,
    };

    /// <summary>In <c>edns=0|1</c> the second alternative has the key of the first.</summary>
    private static IEnumerable<string> Alternatives(string word)
    {
        string[] choices = word.Split('|');
        string key = choices[0][..(choices[0].IndexOf('=', StringComparison.Ordinal) + 1)];
        return choices.Select(choice => IsWhole(choice) ? choice : key + choice);
    }

    private static bool IsWhole(string choice) => choice == "-" || choice.Contains('=', StringComparison.Ordinal);

    private static IEnumerable<string> Range(string word)
    {
        Match range = NumberRange().Match(word);
        if (!range.Success)
            return [word];

        int first = int.Parse(range.Groups["first"].Value, CultureInfo.InvariantCulture);
        int last = int.Parse(range.Groups["last"].Value, CultureInfo.InvariantCulture);
        return Enumerable.Range(first, last - first + 1).Select(number => $"{range.Groups["prefix"].Value}{number}");
    }

    private static string FirstLabel(string name) => name[..name.IndexOf('.', StringComparison.Ordinal)];

    [GeneratedRegex("^V[0-9]+$")]
    private static partial Regex NumberedValue();

    [GeneratedRegex("\"[^\"]*\"|\\S+")]
    private static partial Regex Word();

    [GeneratedRegex(@"^(?<prefix>.*?)(?<first>\d+)\.\.(?<last>\d+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex NumberRange();
}
