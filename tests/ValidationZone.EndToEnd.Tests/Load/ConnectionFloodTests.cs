using System.Net;
using System.Net.Sockets;
using ValidationZone.EndToEnd.Tests.Harness;
using ValidationZone.Tests.Support;

namespace ValidationZone.EndToEnd.Tests.Load;

/// <summary>Thousands of useless connections to the running server, and what other clients notice of them.</summary>
[Collection(nameof(ConnectionFloodTests))]
[CollectionDefinition(nameof(ConnectionFloodTests), DisableParallelization = true)]
public sealed class ConnectionFloodTests : IDisposable
{
    private static readonly int Scale = Tools.LongRun ? 10 : 1;
    private static readonly TimeSpan TcpPatience = TimeSpan.FromSeconds(Tools.LongRun ? 1 : 5);
    private static readonly byte[] Question =
        [1, 2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, .. WireName.ToOctets(ServerProcess.Zone + "."), 0, 2, 0, 1];

    private static readonly TimeSpan MemoryBound = TimeSpan.FromMinutes(3);
    private readonly TempFolder _folder = new();

    [Theory]
    [Trait("Row", "T07")]
    [Trait("Row", "T10")]
    [Trait("Row", "T11")]
    [InlineData("4096")]
    [InlineData("20000")]
    public async Task Ordinary_clients_are_served_and_memory_comes_back(string maxConnections)
    {
        await using ServerProcess server = await StartAsync(maxConnections);
        var endpoint = new IPEndPoint(IPAddress.Loopback, server.DnsPort);
        var resources = new ServerResources(server.ProcessId);
        var probes = new Probes(endpoint, Question);
        await probes.AskOverTcpAsync(500, TcpPatience);
        int before = resources.ResidentMebibytes();
        int descriptors = resources.Descriptors();
        using var enough = new CancellationTokenSource();
        var udp = Task.Run(() => probes.AskOverUdp(enough.Token), TestContext.Current.CancellationToken);

        int answered;
        int during;
        using (await ConnectionFlood.OpenAsync(endpoint, Question, 1000 * Scale, 100 * Scale, 100 * Scale))
        {
            answered = await probes.AskOverTcpAsync(1000, TcpPatience);
            during = resources.ResidentMebibytes();
        }

        await enough.CancelAsync();
        (int asked, int lost) = await udp;
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"limit {maxConnections}: UDP {lost} of {asked} lost; TCP {answered} of 1000 answered; "
            + $"memory {before} MiB before, {during} during");
        Assert.InRange(lost, 0, asked / 10_000);
        Assert.InRange(answered, 990, 1000);
        await Eventually.HoldsAsync("descriptors are back", () => resources.Descriptors() <= descriptors + 5);
        await Eventually.HoldsAsync("memory is back", () => resources.ResidentMebibytes() <= before + 32, MemoryBound);
    }

    [Fact]
    [Trait("Row", "T13")]
    [Trait("Over", "TCP4")]
    public async Task Connections_that_open_and_close_leave_nothing_behind()
    {
        await using ServerProcess server = await StartAsync("4096");
        var endpoint = new IPEndPoint(IPAddress.Loopback, server.DnsPort);
        var resources = new ServerResources(server.ProcessId);
        await OpenAndCloseAsync(endpoint, 10);
        int descriptors = resources.Descriptors();

        await OpenAndCloseAsync(endpoint, 10_000);

        await Eventually.HoldsAsync("descriptors are back", () => resources.Descriptors() <= descriptors + 5);
        await Eventually.HoldsAsync("nothing is half closed", () => ServerResources.HalfClosed(server.DnsPort) == 0);
    }

    public void Dispose() => _folder.Dispose();

    private Task<ServerProcess> StartAsync(string maxConnections)
    {
        string file = _folder.Combine("limits.json");
        File.WriteAllText(file, $$"""{ "Dns": { "Tcp": { "MaxConnections": {{maxConnections}} } } }""");
        return ServerProcess.StartAsync(_folder.Combine("data", "validationzone.db"), "--config", file);
    }

    private static async Task OpenAndCloseAsync(IPEndPoint server, int count)
    {
        for (int i = 0; i < count; i++)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            // Closed without waiting, so that this end has not 10,000 ports left over.
            socket.LingerState = new LingerOption(enable: i % 2 == 0, seconds: 0);
            await socket.ConnectAsync(server);
            if (i % 3 == 0)
                await socket.SendAsync((byte[])[0, (byte)Question.Length, .. Question]);
        }
    }
}
