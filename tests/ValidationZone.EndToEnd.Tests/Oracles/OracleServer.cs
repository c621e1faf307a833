using System.Net;
using ValidationZone.EndToEnd.Tests.Harness;
using ValidationZone.Tests.Support;

namespace ValidationZone.EndToEnd.Tests.Oracles;

/// <summary>Another authoritative server, with its defaults but for places, sizes and its rate limit.</summary>
internal sealed class OracleServer : IAsyncDisposable
{
    private readonly TempFolder _folder;
    private readonly ChildProcess _process;

    private OracleServer(string name, TempFolder folder, ChildProcess process, IPEndPoint endpoint)
    {
        Name = name;
        _folder = folder;
        _process = process;
        Endpoint = endpoint;
    }

    public string Name { get; }

    public IPEndPoint Endpoint { get; }

    public static Task<OracleServer> StartNsdAsync(
        TempFolder folder, string apex, string zoneFile, IPEndPoint? at = null) =>
        StartAsync("nsd", folder, at ?? FreeEndpoint(), new HostedZone(apex, zoneFile));

    public static Task<OracleServer> StartKnotAsync(TempFolder folder, string apex, string zoneFile) =>
        StartAsync("knotd", folder, FreeEndpoint(), new HostedZone(apex, zoneFile));

    /// <summary>Starts <c>named</c>, <c>knotd</c> or <c>nsd</c>, which has its folder to itself.</summary>
    public static Task<OracleServer> StartAsync(
        string program, TempFolder folder, IPEndPoint endpoint, params HostedZone[] zones)
    {
        string configuration = OracleConfiguration.Of(program, folder, endpoint, zones);
        return StartAsync(program, folder, endpoint, configuration, zones[0].Apex);
    }

    /// <summary>
    /// Starts <c>named</c>, <c>knotd</c> or <c>nsd</c> with a cookie secret, and so that whoever comes without a valid
    /// cookie is treated worse than who has one.
    /// </summary>
    public static Task<OracleServer> StartWithCookiesAsync(
        string program, TempFolder folder, string apex, string zoneFile, string secret)
    {
        IPEndPoint endpoint = FreeEndpoint();
        var zone = new HostedZone(apex, zoneFile);
        string configuration = OracleConfiguration.WithCookies(program, secret, folder, endpoint, zone);
        return StartAsync(program, folder, endpoint, configuration, apex);
    }

    /// <summary>Whether the server answers for a zone with this serial, as an authority.</summary>
    public bool Serves(string apex, int serial)
    {
        const string Authoritative = "aa";
        using var client = new DnsClient(Endpoint);
        DnsReply? reply = client.Ask(APacket.Asking(apex, "SOA").ToOctets());
        return reply is { Rcode: "NOERROR", Answer.Count: 1 }
            && reply.Flags.Split(' ').Contains(Authoritative)
            && reply.Answer[0].RdataText.Split(' ')[2] == $"{serial}";
    }

    /// <summary>
    /// Tells NSD or Knot which zones there are and makes it read those that have changed, which takes it a while.
    /// </summary>
    public async Task ReloadAsync(params HostedZone[] zones)
    {
        string file = _folder.Write(FileOf(Name), OracleConfiguration.Of(Name, _folder, Endpoint, zones));
        if (Name == "nsd")
            (await ChildProcess.RunAsync(Tools.PathOf("nsd-control"), ["-c", file, "reconfig"])).MustSucceed();
        _process.Signal(LinuxCalls.SignalHangUp);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static string FileOf(string program) => $"{program}-oracle.conf";

    private static IPEndPoint FreeEndpoint() => new(IPAddress.Loopback, FreePort.Next());

    private static async Task<OracleServer> StartAsync(
        string program, TempFolder folder, IPEndPoint endpoint, string configuration, string apex)
    {
        string file = folder.Write(FileOf(program), configuration);
        string[] foreground = program switch { "named" => ["-g"], "nsd" => ["-d"], _ => [] };
        ChildProcess process = ChildProcess.Start(Tools.PathOf(program), [.. foreground, "-c", file]);
        byte[] probe = APacket.Asking(apex, "SOA").ToOctets();
        using var client = new DnsClient(endpoint);
        await process.BecomesReadyAsync(() => client.Ask(probe) is { Rcode: "NOERROR", Answer.Count: 1 });
        return new OracleServer(program, folder, process, endpoint);
    }
}
