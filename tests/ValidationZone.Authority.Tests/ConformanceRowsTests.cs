using System.Text.RegularExpressions;
using ValidationZone.Tests.Support;

namespace ValidationZone.Authority.Tests;

/// <summary>Watches over the table of conformance rows: each one has a test somewhere.</summary>
public sealed partial class ConformanceRowsTests
{
    private static readonly (char Group, int First, int Last)[] Ranges =
    [
        ('H', 1, 25), ('Q', 1, 30), ('N', 1, 10), ('E', 1, 21), ('T', 1, 3), ('T', 5, 5), ('T', 8, 8),
        ('T', 14, 14), ('A', 1, 10), ('I', 1, 5), ('C', 1, 15), ('R', 1, 12),
    ];

    [Fact]
    public void Every_row_has_a_scenario_or_a_test()
    {
        IEnumerable<string> rows = Ranges.SelectMany(range =>
            Enumerable.Range(range.First, range.Last - range.First + 1).Select(number => $"{range.Group}{number:D2}"));

        HashSet<string> covered = [.. RowsOfScenarios(), .. RowsOfTests()];

        Assert.Empty(rows.Except(covered));
    }

    [Fact]
    public void Every_scenario_names_its_rows_and_sends_something()
    {
        foreach (ScenarioRow row in ScenarioFile.LoadAll(RepositoryFolder.Find("tests", "Scenarios")))
        {
            Assert.NotEmpty(row.Ids);
            Assert.Contains(row.Lines, line => line.Text.StartsWith("query ", StringComparison.Ordinal)
                || line.Text.StartsWith("octets ", StringComparison.Ordinal));
        }
    }

    private static IEnumerable<string> RowsOfScenarios() =>
        ScenarioFile.LoadAll(RepositoryFolder.Find("tests", "Scenarios")).SelectMany(row => row.Ids);

    private static IEnumerable<string> RowsOfTests() => Directory
        .EnumerateFiles(RepositoryFolder.Find("tests"), "*Tests.cs", SearchOption.AllDirectories)
        .SelectMany(file => RowTrait().Matches(File.ReadAllText(file)))
        .Select(match => match.Groups["row"].Value);

    [GeneratedRegex("""Trait\("Row", "(?<row>[A-Z][0-9]{2})"\)""", RegexOptions.ExplicitCapture)]
    private static partial Regex RowTrait();
}
