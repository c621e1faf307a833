using ValidationZone.EndToEnd.Tests.Harness;
using ValidationZone.Tests.Support;

namespace ValidationZone.EndToEnd.Tests.Oracles;

/// <summary>A real resolver that iterates from the private root and remembers as little as it can be made to.</summary>
internal sealed class ResolverInFront : IAsyncDisposable
{
    private readonly ChildProcess _process;

    private ResolverInFront(ChildProcess process, int port)
    {
        _process = process;
        Port = port;
    }

    public int Port { get; }

    public string Output => _process.Output;

    /// <summary>Starts one of <c>unbound</c>, <c>unbound-minimising</c>, <c>named</c> and <c>kresd</c>.</summary>
    public static async Task<ResolverInFront> StartAsync(string kind, TempFolder folder, PrivateRoot root)
    {
        int port = FreePort.Next();
        string program = kind.Split('-')[0];
        string configuration = folder.Write($"{kind}.conf", program switch
        {
            "unbound" => Unbound(folder, root, port, minimises: kind != program),
            "named" => Named(folder, root, port),
            _ => Kresd(root, port),
        });
        string[] arguments = program switch
        {
            "unbound" => ["-d", "-c", configuration],
            "named" => ["-g", "-c", configuration],
            _ => ["-n", "-c", configuration, folder.Subfolder("kresd")],
        };
        ChildProcess process = ChildProcess.Start(Tools.PathOf(program), arguments, workingFolder: folder.Location);
        byte[] probe = (APacket.Asking(PrivateRoot.OutsideName, "A") with { FlagBits = 0x0100 }).ToOctets();
        using var client = new DnsClient(port);
        await process.BecomesReadyAsync(() => client.Ask(probe) is { Rcode: "NOERROR", Answer.Count: 1 });
        return new ResolverInFront(process, port);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static string Unbound(TempFolder folder, PrivateRoot root, int port, bool minimises) => $"""
        server:
          interface: 127.0.0.1
          port: {port}
          username: ""
          chroot: ""
          directory: "{folder.Location}"
          pidfile: "{folder.Combine("unbound.pid")}"
          root-hints: "{root.HintsFile}"
          use-syslog: no
          do-ip6: no
          do-daemonize: no
          num-threads: 1
          module-config: "iterator"
          do-not-query-localhost: no
          local-zone: "test." nodefault
          use-caps-for-id: yes
          qname-minimisation: {(minimises ? "yes" : "no")}
          harden-below-nxdomain: yes
          aggressive-nsec: yes
          edns-buffer-size: 1232
          cache-min-ttl: 0
          cache-max-ttl: 0
          cache-max-negative-ttl: 0
        remote-control:
          control-enable: no

        """;

    private static string Named(TempFolder folder, PrivateRoot root, int port) => $$"""
        options {
          directory "{{folder.Location}}";
          listen-on port {{port}} { 127.0.0.1; };
          listen-on-v6 { none; };
          pid-file none;
          session-keyfile none;
          lock-file none;
          recursion yes;
          allow-query { any; };
          dnssec-validation no;
          empty-zones-enable no;
          edns-udp-size 1232;
          max-cache-ttl 0;
          max-ncache-ttl 0;
          servfail-ttl 0;
          qname-minimization relaxed;
        };
        controls { };
        zone "." { type hint; file "{{root.HintsFile}}"; };

        """;

    private static string Kresd(PrivateRoot root, int port) => $$"""
        net.listen('127.0.0.1', {{port}})
        net.ipv6 = false
        modules = { 'hints' }
        hints.root({ ['ns.root.'] = '{{root.Address}}' })
        trust_anchors.remove('.')
        modules.unload('priming')
        cache.size = 10 * MB
        net.bufsize(1232)
        policy.add(policy.all(policy.FLAGS({ 'NO_CACHE', 'ALLOW_LOCAL' })))
        policy.add(policy.suffix(policy.PASS, { todname('test.') }))

        """;
}
