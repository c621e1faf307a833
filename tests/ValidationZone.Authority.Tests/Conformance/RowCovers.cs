using System.Text.RegularExpressions;
using ValidationZone.Tests.Support;

namespace ValidationZone.Authority.Tests.Conformance;

/// <summary>Finds what covers each row: scenarios, and the traits in the source of every test project.</summary>
internal static partial class RowCovers
{
    internal static IReadOnlyList<RowCover> FindAll() => [.. OfScenarios(), .. OfTests()];

    private static IEnumerable<RowCover> OfScenarios() =>
        from scenario in ScenarioFile.LoadAll(RepositoryFolder.Find("tests", "Scenarios"))
        let over = ScenarioRunner.TransportsOf(scenario).SelectMany(Transports.Of).ToArray()
        from id in scenario.Ids
        select new RowCover(id, scenario.File, over);

    private static IEnumerable<RowCover> OfTests() => Directory
        .EnumerateFiles(RepositoryFolder.Find("tests"), "*Tests.cs", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .SelectMany(file => OfTests(File.ReadLines(file)));

    /// <summary>Attributes stand above what they belong to: a method, or the class around it.</summary>
    private static IEnumerable<RowCover> OfTests(IEnumerable<string> lines)
    {
        var rows = new List<string>();
        var over = new List<string>();
        string[] overOfClass = [];
        string className = "";
        foreach (string line in lines)
        {
            Match member = Member().Match(line);
            if (Trait().Match(line) is { Success: true } trait)
            {
                string[] words = trait.Groups["value"].Value.Split(' ');
                (trait.Groups["kind"].Value == "Row" ? rows : over).AddRange(words);
            }
            else if (member.Success)
            {
                if (member.Groups["class"].Success)
                    (className, overOfClass) = (member.Groups["class"].Value, [.. over]);

                string test = $"{className}.{member.Groups["method"].Value}";
                foreach (string row in rows)
                    yield return new RowCover(row, test, [.. over, .. overOfClass]);

                rows.Clear();
                over.Clear();
            }
        }
    }

    [GeneratedRegex("""^\s*\[Trait\("(?<kind>Row|Over)", "(?<value>[A-Z0-9 ]+)"\)\]""", RegexOptions.ExplicitCapture)]
    private static partial Regex Trait();

    [GeneratedRegex(
        @"^\s*public ((sealed |partial |abstract |static )*class (?<class>\w+)|(async )?(void|Task) (?<method>\w+)\()",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Member();
}
