using System.Text.RegularExpressions;

namespace ValidationZone.Tests.Support;

/// <summary>Reads scenario files; README.md beside them explains the words.</summary>
public static partial class ScenarioFile
{
    public static IEnumerable<ScenarioRow> LoadAll(string folder) =>
        Directory.EnumerateFiles(folder, "*.txt").Order(StringComparer.Ordinal).SelectMany(Load);

    public static IReadOnlyList<ScenarioRow> Load(string path)
    {
        var rows = new List<ScenarioRow>();
        List<(int Number, string Text)>? steps = null;
        int number = 0;
        foreach (string line in File.ReadLines(path))
        {
            number++;
            string text = line.Trim();
            if (text.Length == 0 || text.StartsWith('#'))
                continue;

            Match title = TitleLine().Match(text);
            if (title.Success)
            {
                steps = [];
                string[] ids = title.Groups["ids"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                rows.Add(new ScenarioRow(Path.GetFileName(path), number, ids, title.Groups["title"].Value, steps));
            }
            else if (steps is null)
            {
                throw new FormatException($"{path}:{number}: a step before the first row");
            }
            else
            {
                steps.Add((number, text));
            }
        }

        return rows;
    }

    [GeneratedRegex(@"^(?<ids>([A-Z][0-9]{2} )+)(?<title>.+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex TitleLine();
}
