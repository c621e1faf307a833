using System.Net;
using ValidationZone.EndToEnd.Tests.Harness;
using ValidationZone.Tests.Support;

namespace ValidationZone.EndToEnd.Tests.Oracles;

/// <summary>Another authoritative server, with its defaults but for places, sizes and its rate limit.</summary>
internal sealed class OracleServer : IAsyncDisposable
{
    private readonly ChildProcess _process;

    private OracleServer(string name, ChildProcess process, IPEndPoint endpoint)
    {
        Name = name;
        _process = process;
        Endpoint = endpoint;
    }

    public string Name { get; }

    public IPEndPoint Endpoint { get; }

    public static Task<OracleServer> StartNsdAsync(
        TempFolder folder, string apex, string zoneFile, IPEndPoint? at = null)
    {
        IPEndPoint endpoint = at ?? new IPEndPoint(IPAddress.Loopback, FreePort.Next());
        string configuration = folder.Write("nsd-oracle.conf", NsdConfiguration(folder, endpoint, apex, zoneFile));
        return StartAsync("nsd", ["-d", "-c", configuration], apex, endpoint);
    }

    public static Task<OracleServer> StartKnotAsync(TempFolder folder, string apex, string zoneFile)
    {
        var endpoint = new IPEndPoint(IPAddress.Loopback, FreePort.Next());
        string configuration = folder.Write("knot.conf", KnotConfiguration(folder, endpoint, apex, zoneFile));
        return StartAsync("knotd", ["-c", configuration], apex, endpoint);
    }

    /// <summary>
    /// Starts <c>named</c>, <c>knotd</c> or <c>nsd</c> with a cookie secret, and so that whoever comes without a valid
    /// cookie is treated worse than who has one.
    /// </summary>
    public static Task<OracleServer> StartWithCookiesAsync(
        string program, TempFolder folder, string apex, string zoneFile, string secret)
    {
        var endpoint = new IPEndPoint(IPAddress.Loopback, FreePort.Next());
        string configuration = program switch
        {
            "named" => NamedConfiguration(folder, endpoint, apex, zoneFile, secret),
            "knotd" => KnotConfiguration(folder, endpoint, apex, zoneFile) + KnotCookies(secret),
            _ => NsdConfiguration(folder, endpoint, apex, zoneFile).Replace("rrl-ratelimit: 0", NsdCookies(secret)),
        };
        string file = folder.Write($"{program}-cookies.conf", configuration);
        string[] arguments = program switch
        {
            "named" => ["-g", "-c", file],
            "knotd" => ["-c", file],
            _ => ["-d", "-c", file],
        };
        return StartAsync(program, arguments, apex, endpoint);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static async Task<OracleServer> StartAsync(
        string program, string[] arguments, string apex, IPEndPoint endpoint)
    {
        ChildProcess process = ChildProcess.Start(Tools.PathOf(program), arguments);
        byte[] probe = APacket.Asking(apex, "SOA").ToOctets();
        using var client = new DnsClient(endpoint);
        await process.BecomesReadyAsync(() => client.Ask(probe) is { Rcode: "NOERROR", Answer.Count: 1 });
        return new OracleServer(program, process, endpoint);
    }

    private static string NsdConfiguration(
        TempFolder folder, IPEndPoint endpoint, string apex, string zoneFile) => $"""
        server:
          ip-address: {endpoint.Address}@{endpoint.Port}
          server-count: 1
          username: ""
          chroot: ""
          zonesdir: "{folder.Location}"
          database: ""
          zonelistfile: "{folder.Combine("oracle.zones")}"
          xfrdfile: "{folder.Combine("oracle.xfrd")}"
          xfrdir: "{folder.Location}"
          pidfile: "{folder.Combine("oracle.pid")}"
          minimal-responses: yes
          ipv4-edns-size: 1232
          rrl-ratelimit: 0
          rrl-whitelist-ratelimit: 0
        remote-control:
          control-enable: no
        zone:
          name: "{apex}"
          zonefile: "{zoneFile}"

        """;

    private static string KnotConfiguration(
        TempFolder folder, IPEndPoint endpoint, string apex, string zoneFile) => $"""
        server:
          rundir: "{folder.Subfolder("knot-run")}"
          listen: {endpoint.Address}@{endpoint.Port}
          udp-workers: 1
          tcp-workers: 1
          background-workers: 1
          udp-max-payload: 1232
        database:
          storage: "{folder.Subfolder("knot-data")}"
        log:
          - target: stderr
            any: warning
        zone:
          - domain: {apex}
            file: "{zoneFile}"
            semantic-checks: off
            zonefile-sync: -1
            journal-content: none

        """;

    /// <summary>Without a valid cookie, two replies a second; all others are TC.</summary>
    private static string NsdCookies(string secret) => $"""
        rrl-ratelimit: 2
          rrl-slip: 1
          answer-cookie: yes
          cookie-secret: "{secret}"
        """;

    /// <summary>Whoever sends a cookie, and not a valid one, gets BADCOOKIE.</summary>
    private static string KnotCookies(string secret) => $"""
        mod-cookies:
          - id: shared
            secret: 0x{secret}
            badcookie-slip: 1
        template:
          - id: default
            global-module: mod-cookies/shared

        """;

    /// <summary>The same, in BIND's words.</summary>
    private static string NamedConfiguration(
        TempFolder folder, IPEndPoint endpoint, string apex, string zoneFile, string secret) => $$"""
        options {
          directory "{{folder.Location}}";
          listen-on port {{endpoint.Port}} { {{endpoint.Address}}; };
          listen-on-v6 { none; };
          pid-file none;
          session-keyfile none;
          lock-file none;
          recursion no;
          dnssec-validation no;
          answer-cookie yes;
          cookie-algorithm siphash24;
          cookie-secret "{{secret}}";
          require-server-cookie yes;
        };
        controls { };
        zone "{{apex}}" { type primary; file "{{zoneFile}}"; };

        """;
}
