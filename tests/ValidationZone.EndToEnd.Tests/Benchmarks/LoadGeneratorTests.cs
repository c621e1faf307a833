using System.Globalization;
using System.Text.RegularExpressions;
using ValidationZone.EndToEnd.Tests.Harness;
using ValidationZone.Tests.Support;

namespace ValidationZone.EndToEnd.Tests.Benchmarks;

/// <summary>The load generator in small: it runs, its checks find nothing wrong, and they can find what is.</summary>
public sealed class LoadGeneratorTests : IAsyncLifetime
{
    private const string Names = "300";
    private const int Mistakes = 3;

    private readonly TempFolder _folder = new();
    private ServerProcess _server = null!;

    private string Dns => $"127.0.0.1:{_server.DnsPort}";

    public async ValueTask InitializeAsync()
    {
        string database = _folder.Combine("data", "validationzone.db");
        FinishedProcess zone = await RunAsync("zone", "--format", "sqlite", "--names", Names, "--out", database);
        zone.MustSucceed();
        _server = await ServerProcess.StartAsync(database);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("udp", "--sockets", "2")]
    [InlineData("udp", "--cookie", "--edns", "1232")]
    [InlineData("udp", "--edns", "0", "--missing", "50")]
    [InlineData("udp", "--rate", "500")]
    [InlineData("tcp", "--connections", "2")]
    public async Task Every_reply_is_right(string command, params string[] options)
    {
        FinishedProcess load = await AskAsync(command, Names, options);

        Assert.True(Figure(load.MustSucceed(), "right") > 0, load.Output);
        Assert.True(Figure(load.Output, "server_cpu_us") > 0, load.Output);
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

    [Theory]
    [InlineData("--request", "update")]
    [InlineData("--request", "register")]
    [InlineData("--rate", "100")]
    public async Task Every_update_is_made(params string[] options)
    {
        FinishedProcess load = await UpdateAsync(_server.HttpPort, options);

        Assert.True(Figure(load.MustSucceed(), "updates_per_second") > 0, load.Output);
    }

    [Fact]
    public async Task Every_update_is_seen_in_DNS_when_its_reply_comes()
    {
        FinishedProcess load = await UpdateAsync(_server.HttpPort, "--visible-at", Dns);

        Assert.Equal(0, Figure(load.MustSucceed(), "wrong"));
    }

    [Fact]
    public async Task Update_that_is_not_seen_in_DNS_is_a_mistake()
    {
        await using ServerProcess other = await ServerProcess.StartAsync(_folder.Combine("other", "validationzone.db"));

        FinishedProcess load = await UpdateAsync(_server.HttpPort, "--visible-at", $"127.0.0.1:{other.DnsPort}");

        Assert.Equal(Mistakes, load.ExitCode);
        Assert.Contains("NotVisible", load.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bare_Kestrel_answers_an_empty_POST()
    {
        int port = FreePort.Next();
        await using ChildProcess baseline = ChildProcess.Start(
            Tools.BuildValue("LoadGenerator"), ["baseline-http", "--listen", $"127.0.0.1:{port}"]);
        await baseline.BecomesReadyAsync(() => baseline.Output.Contains("listening", StringComparison.Ordinal));

        FinishedProcess load = await UpdateAsync(port, "--request", "empty");

        Assert.Equal(0, Figure(load.MustSucceed(), "wrong"));
    }

    [Fact]
    public async Task Server_that_is_not_there_is_named()
    {
        int port = FreePort.Next();

        FinishedProcess load = await RunAsync("wait", "--server", $"127.0.0.1:{port}", "--timeout", "0.2");

        Assert.Equal(1, load.ExitCode);
        Assert.Contains($"no reply from UDP 127.0.0.1:{port}", load.Output, StringComparison.Ordinal);
    }

    // The zone is the same for all, and nobody measures here: a moment is enough to see that it works.
    private static Task<FinishedProcess> RunAsync(params string[] arguments) =>
        ChildProcess.RunAsync(Tools.BuildValue("LoadGenerator"), arguments);

    private static double Figure(string output, string name) => double.Parse(
        Regex.Match(output, $@"(?m)^{name}\s+([0-9.]+)$").Groups[1].Value, CultureInfo.InvariantCulture);

    private Task<FinishedProcess> AskAsync(string command, string names, params string[] options) => RunAsync(
    [
        command, "--server", Dns, "--zone", ServerProcess.Zone, "--names", names, "--warmup", "0", "--seconds", "0.3",
        "--window", "16", "--pid", $"{_server.ProcessId}", .. options,
    ]);

    private Task<FinishedProcess> UpdateAsync(int port, params string[] options) => RunAsync(
    [
        "http", "--api", $"127.0.0.1:{port}", "--zone", ServerProcess.Zone, "--names", Names, "--warmup", "0",
        "--seconds", "0.3", "--connections", "4", .. options,
    ]);
}
