using ValidationZone.Tests.Support;

namespace ValidationZone.Authority.Tests;

/// <summary>Runs every row of tests/Scenarios in process. Server.Tests runs them over sockets.</summary>
public sealed class ScenarioTests
{
    private static readonly Dictionary<(string File, int LineNumber), ScenarioRow> Scenarios = ScenarioFile
        .LoadAll(RepositoryFolder.Find("tests", "Scenarios"))
        .ToDictionary(row => (row.File, row.LineNumber));

    public static IEnumerable<TheoryDataRow<string, int>> Rows() => Scenarios.Values.Select(ToData);

    [Theory]
    [MemberData(nameof(Rows))]
    public Task Scenario(string file, int lineNumber) =>
        ScenarioRunner.RunAsync(Scenarios[(file, lineNumber)], InProcessPath.OpenAll);

    private static TheoryDataRow<string, int> ToData(ScenarioRow row)
    {
        var data = new TheoryDataRow<string, int>(row.File, row.LineNumber) { TestDisplayName = row.ToString() };
        data.Traits["Row"] = [.. row.Ids];
        return data;
    }
}
