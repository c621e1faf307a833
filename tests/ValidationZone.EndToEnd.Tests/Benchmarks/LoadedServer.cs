using System.Globalization;
using System.Text.RegularExpressions;
using ValidationZone.EndToEnd.Tests.Harness;

namespace ValidationZone.EndToEnd.Tests.Benchmarks;

/// <summary>A server with the load generator's names, for all tests of a class.</summary>
public sealed class LoadedServer : IAsyncLifetime
{
    internal const string Names = "300";

    private readonly TempFolder _folder = new();

    internal ServerProcess Server { get; private set; } = null!;

    internal string Dns => $"127.0.0.1:{Server.DnsPort}";

    public async ValueTask InitializeAsync()
    {
        string database = _folder.Combine("data", "validationzone.db");
        FinishedProcess zone = await RunAsync("zone", "--format", "sqlite", "--names", Names, "--out", database);
        zone.MustSucceed();
        Server = await ServerProcess.StartAsync(database);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _folder.Dispose();
    }

    internal static Task<FinishedProcess> RunAsync(params string[] arguments) =>
        ChildProcess.RunAsync(Tools.BuildValue("LoadGenerator"), arguments);

    /// <summary>One of the figures that the load generator has printed.</summary>
    internal static double Figure(string output, string name) => double.Parse(
        Regex.Match(output, $@"(?m)^{name}\s+([0-9.]+)$").Groups[1].Value, CultureInfo.InvariantCulture);
}
