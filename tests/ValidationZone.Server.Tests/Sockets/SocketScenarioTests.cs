using ValidationZone.Tests.Support;

namespace ValidationZone.Server.Tests.Sockets;

/// <summary>Runs every row of tests/Scenarios over real sockets.</summary>
public sealed class SocketScenarioTests : IAsyncDisposable
{
    private static readonly Dictionary<(string File, int LineNumber), ScenarioRow> Scenarios = ScenarioFile
        .LoadAll(RepositoryFolder.Find("tests", "Scenarios"))
        .ToDictionary(row => (row.File, row.LineNumber));

    private DnsSockets? _sockets;

    public static IEnumerable<TheoryDataRow<string, int>> Rows() => Scenarios.Values.Select(row =>
        new TheoryDataRow<string, int>(row.File, row.LineNumber) { TestDisplayName = $"{row} (sockets)" });

    [Theory]
    [MemberData(nameof(Rows))]
    public Task Scenario(string file, int lineNumber) =>
        ScenarioRunner.RunAsync(Scenarios[(file, lineNumber)], OpenAsync);

    public ValueTask DisposeAsync() => _sockets?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task<IReadOnlyList<ScenarioPath>> OpenAsync(AZone zone)
    {
        _sockets = await DnsSockets.StartAsync(zone);
        return _sockets.Paths();
    }
}
