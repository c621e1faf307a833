using ValidationZone.EndToEnd.Tests.Harness;
using ValidationZone.Tests.Support;

namespace ValidationZone.EndToEnd.Tests.Oracles;

/// <summary>The questions of RFC 8906 section 8, put with dig.</summary>
public sealed class Rfc8906Tests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static string Script => RepositoryFolder.Find("tests", "rfc8906.sh");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task All_eighteen_checks_pass()
    {
        Tools.Require("dig");
        await using ServerProcess server = await ServerProcess.StartAsync(_folder.Combine("data", "validationzone.db"));

        FinishedProcess finished = await RunAsync(server, ServerProcess.Zone);

        string[] lines = finished.MustSucceed().Split('\n');
        Assert.Equal(18, lines.Count(line => line.StartsWith("ok ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_zone_that_is_not_served_fails()
    {
        Tools.Require("dig");
        await using ServerProcess server = await ServerProcess.StartAsync(_folder.Combine("data", "validationzone.db"));

        FinishedProcess finished = await RunAsync(server, "example.org");

        Assert.Equal(1, finished.ExitCode);
        Assert.Contains("FAIL 8.1.1", finished.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Script_is_clean()
    {
        Tools.Require("shellcheck");

        FinishedProcess finished = await ChildProcess.RunAsync(Tools.PathOf("shellcheck"), [Script]);

        finished.MustSucceed();
    }

    private static Task<FinishedProcess> RunAsync(ServerProcess server, string zone) =>
        ChildProcess.RunAsync(Tools.PathOf("bash"), [Script, "127.0.0.1", $"{server.DnsPort}", zone]);
}
