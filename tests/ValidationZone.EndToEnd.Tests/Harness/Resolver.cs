using ValidationZone.Tests.Support;

namespace ValidationZone.EndToEnd.Tests.Harness;

/// <summary>A real Unbound that knows where the two zones are served, as the resolver of a CA would.</summary>
internal sealed class Resolver : IAsyncDisposable
{
    private readonly ChildProcess _process;

    private Resolver(ChildProcess process, int port)
    {
        _process = process;
        Port = port;
    }

    public int Port { get; }

    public static async Task<Resolver> StartAsync(TempFolder folder, int productionPort, int validationPort)
    {
        int port = FreePort.Next();
        string configuration = folder.Write(
            "unbound.conf", Configuration(folder, port, productionPort, validationPort));
        ChildProcess process = ChildProcess.Start(Tools.PathOf("unbound"), ["-d", "-c", configuration]);
        using var client = new TxtClient(port);
        await process.BecomesReadyAsync(
            () => client.TryAsk($"serial.{ProductionZone.Apex}")?.Values.Count == 1);
        return new Resolver(process, port);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    // Random letter case and name minimisation are what the resolvers of CAs do. Nothing is cached, because the tests
    // renew within the second that the values of the order before may be kept for.
    private static string Configuration(TempFolder folder, int port, int productionPort, int validationPort) => $"""
        server:
          interface: 127.0.0.1
          port: {port}
          username: ""
          chroot: ""
          directory: "{folder.Location}"
          pidfile: "{folder.Combine("unbound.pid")}"
          use-syslog: no
          do-ip6: no
          do-daemonize: no
          num-threads: 1
          module-config: "iterator"
          do-not-query-localhost: no
          local-zone: "test." nodefault
          use-caps-for-id: yes
          qname-minimisation: yes
          cache-max-ttl: 0
          cache-max-negative-ttl: 0
        remote-control:
          control-enable: no
        stub-zone:
          name: "{ProductionZone.Apex}"
          stub-addr: 127.0.0.1@{productionPort}
        stub-zone:
          name: "{ServerProcess.Zone}"
          stub-addr: 127.0.0.1@{validationPort}

        """;
}
