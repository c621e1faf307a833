using System.Globalization;
using System.Net;
using ValidationZone.EndToEnd.Tests.Harness;
using ValidationZone.EndToEnd.Tests.Oracles;

namespace ValidationZone.EndToEnd.Tests.Delegation;

/// <summary>
/// One of Debian's authoritative servers on port 53 of an address of its own, whose zones change while it runs.
/// </summary>
internal sealed class ZoneHost : IAsyncDisposable
{
    private const int NegativeTtlSeconds = 60;
    private readonly TempFolder _folder;
    private readonly OracleServer _server;
    private readonly Dictionary<string, (HostedZone Zone, int Serial)> _zones;

    private ZoneHost(TempFolder folder, OracleServer server, HostedZone first)
    {
        _folder = folder;
        _server = server;
        _zones = new() { [first.Apex] = (first, 1) };
    }

    public IPAddress Address => _server.Endpoint.Address;

    /// <summary>Starts a server with one zone.</summary>
    /// <param name="program"><c>nsd</c> or <c>knotd</c>.</param>
    /// <param name="address">Where it listens.</param>
    /// <param name="apex">The zone.</param>
    /// <param name="records">Its records but for the SOA record.</param>
    public static async Task<ZoneHost> StartAsync(string program, IPAddress address, string apex, string records)
    {
        var folder = new TempFolder();
        try
        {
            HostedZone zone = Write(folder, apex, records, serial: 1, NegativeTtlSeconds);
            OracleServer server = await OracleServer.StartAsync(program, folder, new IPEndPoint(address, 53), zone);
            return new ZoneHost(folder, server, zone);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Adds a zone or gives it new records, and returns once they are served.</summary>
    public Task ServeAsync(string apex, string records, int negativeTtlSeconds = NegativeTtlSeconds)
    {
        int serial = _zones.TryGetValue(apex, out (HostedZone, int Serial) known) ? known.Serial + 1 : 1;
        _zones[apex] = (Write(_folder, apex, records, serial, negativeTtlSeconds), serial);
        return ReloadAsync(apex, serial);
    }

    /// <summary>Serves a zone from a file that is complete, its serial included.</summary>
    public Task ServeFileAsync(string apex, string file, int serial)
    {
        _zones[apex] = (new HostedZone(apex, file), serial);
        return ReloadAsync(apex, serial);
    }

    /// <summary>A zone in the form of its file.</summary>
    public static string ZoneText(string apex, string records, int serial, int negativeTtlSeconds) =>
        string.Create(CultureInfo.InvariantCulture, $"""
            $ORIGIN {apex}
            $TTL 60
            @ {negativeTtlSeconds} SOA ns1 hostmaster {serial} 3600 600 86400 {negativeTtlSeconds}
            {records}

            """);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    private async Task ReloadAsync(string apex, int serial)
    {
        await _server.ReloadAsync([.. _zones.Values.Select(entry => entry.Zone)]);
        await Eventually.HoldsAsync($"{_server.Name} serves {apex}", () => _server.Serves(apex, serial));
    }

    private static HostedZone Write(
        TempFolder folder, string apex, string records, int serial, int negativeTtlSeconds) =>
        new(apex, folder.Write($"{apex}zone", ZoneText(apex, records, serial, negativeTtlSeconds)));
}
