using System.Globalization;
using System.Net;
using System.Text.Json;
using ValidationZone.Tests.Support;

namespace ValidationZone.EndToEnd.Tests.Harness;

/// <summary>A real resolver, set up as those of CAs are, that remembers as little as it can be made to.</summary>
internal sealed class Resolver : IAsyncDisposable
{
    private const ushort RecursionDesired = 0x0100;
    private readonly ChildProcess _process;
    private readonly ResolverConfiguration _configuration;

    private Resolver(ChildProcess process, ResolverConfiguration configuration)
    {
        _process = process;
        _configuration = configuration;
    }

    public int Port => _configuration.Port;

    /// <summary>Starts a resolver and returns once it resolves a name.</summary>
    public static async Task<Resolver> StartAsync(ResolverConfiguration configuration, string name, string type)
    {
        ChildProcess process = ChildProcess.Start(
            Tools.PathOf(configuration.Program), configuration.Arguments(),
            workingFolder: configuration.Folder.Location);
        byte[] probe = (APacket.Asking(name, type) with { FlagBits = RecursionDesired }).ToOctets();
        using var client = new DnsClient(configuration.Port);
        await process.BecomesReadyAsync(() => client.Ask(probe) is { Rcode: "NOERROR", Answer.Count: 1 });
        return new Resolver(process, configuration);
    }

    /// <summary>What an Unbound has counted under a name of its statistics.</summary>
    public async Task<long> UnboundCountAsync(string counter)
    {
        FinishedProcess finished = await ChildProcess.RunAsync(
            Tools.PathOf("unbound-control"), ["-c", _configuration.File, "stats_noreset"]);
        finished.MustSucceed();
        string line = finished.Output.Split('\n').Single(
            line => line.StartsWith($"{counter}=", StringComparison.Ordinal));
        return long.Parse(line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..], CultureInfo.InvariantCulture);
    }

    /// <summary>What a BIND has counted under a name of its resolver statistics; 0 for what it has not met.</summary>
    public async Task<long> NamedCountAsync(string counter)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var address = new Uri($"http://127.0.0.1:{_configuration.StatisticsPort}/json/v1/server");
        using JsonDocument all = JsonDocument.Parse(await http.GetStringAsync(address));
        JsonElement counts = all.RootElement.GetProperty("views").GetProperty("_default").GetProperty("resolver")
            .GetProperty("stats");
        return counts.TryGetProperty(counter, out JsonElement count) ? count.GetInt64() : 0;
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
