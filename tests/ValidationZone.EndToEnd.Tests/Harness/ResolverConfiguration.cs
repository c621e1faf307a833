using System.Net;
using ValidationZone.Tests.Support;

namespace ValidationZone.EndToEnd.Tests.Harness;

/// <summary>
/// What a resolver is told: random letter case and short name memory, as at CAs, and nothing kept from one look-up to
/// the next, because tests renew within the second that values of the order before may be kept for.
/// </summary>
internal sealed class ResolverConfiguration
{
    private ResolverConfiguration(TempFolder folder, string program)
    {
        Folder = folder;
        Program = program;
        File = folder.Combine($"{program}-{Port}.conf");
    }

    public TempFolder Folder { get; }

    public string Program { get; }

    public string File { get; }

    public int Port { get; } = FreePort.Next();

    /// <summary>Where BIND tells what it has counted.</summary>
    public int StatisticsPort { get; } = FreePort.Next();

    /// <summary>An Unbound that is told on which loopback port each zone is served.</summary>
    public static ResolverConfiguration WithStubs(TempFolder folder, params (string Zone, int Port)[] stubs)
    {
        var configuration = new ResolverConfiguration(folder, "unbound");
        IEnumerable<string> zones = stubs.Select(stub => $"""
            stub-zone:
              name: "{stub.Zone}"
              stub-addr: 127.0.0.1@{stub.Port}

            """);
        return configuration.Write(configuration.Unbound(upstream: "", minimises: true) + string.Concat(zones));
    }

    /// <summary>
    /// One of <c>unbound</c>, <c>unbound-minimising</c>, <c>named</c> and <c>kresd</c>, which iterates from a root.
    /// </summary>
    public static ResolverConfiguration FromRoot(string kind, TempFolder folder, IPAddress root, string hintsFile)
    {
        var configuration = new ResolverConfiguration(folder, kind.Split('-')[0]);
        return configuration.Write(configuration.Program switch
        {
            "unbound" => configuration.Unbound($"root-hints: \"{hintsFile}\"", minimises: kind != "unbound"),
            "named" => configuration.Named(hintsFile),
            _ => configuration.Kresd(root),
        });
    }

    /// <summary>
    /// An Unbound that iterates from a root and has settings of its own in its server clause, such as records that
    /// only its clients see; it validates once it has a trust anchor.
    /// </summary>
    public static ResolverConfiguration UnboundFromRoot(
        TempFolder folder, string hintsFile, params IEnumerable<string> settings)
    {
        var configuration = new ResolverConfiguration(folder, "unbound");
        string upstream = string.Join("\n  ", settings.Prepend($"root-hints: \"{hintsFile}\""));
        return configuration.Write(
            configuration.Unbound(upstream, minimises: true).Replace("\"iterator\"", "\"validator iterator\""));
    }

    /// <summary>What the program is started with, in the foreground.</summary>
    public string[] Arguments() => Program switch
    {
        "unbound" => ["-d", "-c", File],
        "named" => ["-g", "-c", File],
        _ => ["-n", "-c", File, Folder.Subfolder($"kresd-{Port}")],
    };

    private ResolverConfiguration Write(string content)
    {
        System.IO.File.WriteAllText(File, content);
        return this;
    }

    private string Unbound(string upstream, bool minimises) => $"""
        server:
          interface: 127.0.0.1
          port: {Port}
          outgoing-port-avoid: 10000-29999
          username: ""
          chroot: ""
          directory: "{Folder.Location}"
          pidfile: "{File}.pid"
          {upstream}
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
          extended-statistics: yes
        remote-control:
          control-enable: yes
          control-use-cert: no
          control-interface: "{File}.control"

        """;

    private string Named(string hintsFile) => $$"""
        options {
          directory "{{Folder.Location}}";
          listen-on port {{Port}} { 127.0.0.1; };
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
        statistics-channels { inet 127.0.0.1 port {{StatisticsPort}} allow { any; }; };
        zone "." { type hint; file "{{hintsFile}}"; };

        """;

    private string Kresd(IPAddress root) => $$"""
        net.listen('127.0.0.1', {{Port}})
        net.ipv6 = false
        modules = { 'hints' }
        hints.root({ ['ns.root.'] = '{{root}}' })
        trust_anchors.remove('.')
        modules.unload('priming')
        cache.size = 10 * MB
        net.bufsize(1232)
        policy.add(policy.all(policy.FLAGS({ 'NO_CACHE', 'ALLOW_LOCAL' })))
        policy.add(policy.suffix(policy.PASS, { todname('test.') }))

        """;
}
