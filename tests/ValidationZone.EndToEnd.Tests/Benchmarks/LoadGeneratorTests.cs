using ValidationZone.EndToEnd.Tests.Harness;
using ValidationZone.Tests.Support;

namespace ValidationZone.EndToEnd.Tests.Benchmarks;

/// <summary>The load generator in small: it runs, its checks find nothing wrong, and they can find what is.</summary>
public sealed class LoadGeneratorTests(LoadedServer loaded) : IClassFixture<LoadedServer>
{
    [Theory]
    [InlineData("udp", "--sockets", "2")]
    [InlineData("udp", "--cookie", "--edns", "1232")]
    [InlineData("udp", "--edns", "0", "--missing", "50")]
    [InlineData("udp", "--rate", "500")]
    [InlineData("tcp", "--connections", "2")]
    public async Task Every_reply_is_right(string command, params string[] options)
    {
        FinishedProcess load = await AskAsync(command, LoadedServer.Names, options);

        Assert.True(LoadedServer.Figure(load.MustSucceed(), "right") > 0, load.Output);
        // The system counts processor time in hundredths of a second, which a slow load may not reach.
        double cpu = LoadedServer.Figure(load.Output, "server_cpu_us");
        Assert.True(cpu > 0 || options.Contains("--rate"), load.Output);
    }

    [Theory]
    [InlineData("udp")]
    [InlineData("tcp")]
    public async Task Names_that_are_not_there_are_mistakes(string command)
    {
        FinishedProcess load = await AskAsync(command, "301", "--missing", "0");

        Assert.NotEqual(0, load.ExitCode);
        Assert.Contains("OtherRcode", load.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_that_is_not_there_is_named()
    {
        int port = FreePort.Next();

        FinishedProcess load = await LoadedServer.RunAsync("wait", "--server", $"127.0.0.1:{port}", "--timeout", "0.2");

        Assert.Equal(1, load.ExitCode);
        Assert.Contains($"no reply from UDP 127.0.0.1:{port}", load.Output, StringComparison.Ordinal);
    }

    // Nobody measures here: a moment is enough to see that it works, but one in which the machine may be busy.
    private Task<FinishedProcess> AskAsync(string command, string names, params string[] options) =>
        LoadedServer.RunAsync([
            command, "--server", loaded.Dns, "--zone", ServerProcess.Zone, "--names", names,
            "--warmup", "0", "--seconds", "2", "--patience", "30", "--window", "16", "--pid", $"{loaded.Server.ProcessId}", .. options,
        ]);
}
