using ValidationZone.EndToEnd.Tests.Harness;
using ValidationZone.Tests.Support;

namespace ValidationZone.EndToEnd.Tests.Benchmarks;

/// <summary>Updates of the load generator in small, on a server of their own because they change its values.</summary>
public sealed class UpdateLoadTests(LoadedServer loaded) : IClassFixture<LoadedServer>
{
    private const int Mistakes = 3;

    [Theory]
    [InlineData("--request", "update")]
    [InlineData("--request", "register")]
    [InlineData("--rate", "100")]
    public async Task Every_update_is_made(params string[] options)
    {
        FinishedProcess load = await UpdateAsync(loaded.Server.HttpPort, options);

        Assert.True(LoadedServer.Figure(load.MustSucceed(), "updates_per_second") > 0, load.Output);
    }

    [Fact]
    public async Task Every_update_is_seen_in_DNS_when_its_reply_comes()
    {
        FinishedProcess load = await UpdateAsync(loaded.Server.HttpPort, "--visible-at", loaded.Dns);

        Assert.Equal(0, LoadedServer.Figure(load.MustSucceed(), "wrong"));
    }

    [Fact]
    public async Task Update_that_is_not_seen_in_DNS_is_a_mistake()
    {
        using var folder = new TempFolder();
        await using ServerProcess other = await ServerProcess.StartAsync(folder.Combine("data", "validationzone.db"));

        FinishedProcess load = await UpdateAsync(loaded.Server.HttpPort, "--visible-at", $"127.0.0.1:{other.DnsPort}");

        Assert.Equal(Mistakes, load.ExitCode);
        Assert.Contains("NotVisible", load.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Flood_of_wrong_keys_is_compared_with_a_quiet_time()
    {
        FinishedProcess load = await LoadedServer.RunAsync(
            "flood", "--api", $"127.0.0.1:{loaded.Server.HttpPort}", "--names", LoadedServer.Names,
            "--seconds", "2", "--rounds", "1", "--connections", "2", "--updates", "50", "--flood", "200");

        Assert.Equal(0, LoadedServer.Figure(load.MustSucceed(), "mistakes"));
        Assert.True(LoadedServer.Figure(load.Output, "wrong_keys_per_second") > 0, load.Output);
        Assert.True(LoadedServer.Figure(load.Output, "p99_ratio") > 0, load.Output);
    }

    [Fact]
    public async Task Bare_Kestrel_answers_an_empty_POST()
    {
        int port = FreePort.Next();
        await using ChildProcess baseline = ChildProcess.Start(
            Tools.BuildValue("LoadGenerator"), ["baseline-http", "--listen", $"127.0.0.1:{port}"]);
        await baseline.BecomesReadyAsync(() => baseline.Output.Contains("listening", StringComparison.Ordinal));

        FinishedProcess load = await UpdateAsync(port, "--request", "empty");

        Assert.Equal(0, LoadedServer.Figure(load.MustSucceed(), "wrong"));
    }

    // A moment is enough to see that it works, but one in which the machine may be busy.
    private Task<FinishedProcess> UpdateAsync(int port, params string[] options) => LoadedServer.RunAsync(
    [
        "http", "--api", $"127.0.0.1:{port}", "--zone", ServerProcess.Zone, "--names", LoadedServer.Names,
        "--warmup", "0", "--seconds", "2", "--connections", "4", .. options,
    ]);
}
