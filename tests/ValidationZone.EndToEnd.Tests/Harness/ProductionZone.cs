using System.Text;
using ValidationZone.Tests.Support;

namespace ValidationZone.EndToEnd.Tests.Harness;

/// <summary>The site owner's own zone on a real NSD: it holds the aliases that lead to the validation zone.</summary>
internal sealed class ProductionZone : IAsyncDisposable
{
    public const string Apex = "example.test";

    private readonly Dictionary<string, string> _aliases = [];
    private readonly TempFolder _folder;
    private ChildProcess? _process;
    private int _serial;

    private ProductionZone(TempFolder folder) => _folder = folder;

    public int Port { get; } = FreePort.Next();

    public static async Task<ProductionZone> StartAsync(TempFolder folder)
    {
        var zone = new ProductionZone(folder);
        zone.WriteZone();
        string configuration = folder.Write("nsd.conf", zone.Configuration());
        zone._process = ChildProcess.Start(Tools.PathOf("nsd"), ["-d", "-c", configuration]);
        await zone.ServesAsync();
        return zone;
    }

    /// <summary>Adds <c>_acme-challenge.NAME CNAME TARGET</c> records and returns once they are served.</summary>
    public async Task AddAliasesAsync(IEnumerable<(string Name, string Target)> aliases)
    {
        foreach ((string name, string target) in aliases)
            _aliases[name] = target;
        WriteZone();
        _process!.Signal(LinuxCalls.SignalHangUp);
        await ServesAsync();
    }

    public ValueTask DisposeAsync() => _process!.DisposeAsync();

    private async Task ServesAsync()
    {
        using var client = new TxtClient(Port);
        await _process!.BecomesReadyAsync(
            () => client.TryAsk($"serial.{Apex}")?.Values.SingleOrDefault() == $"{_serial}");
    }

    private void WriteZone()
    {
        _serial++;
        var zone = new StringBuilder($"""
            $ORIGIN {Apex}.
            $TTL 1
            @ SOA ns1 hostmaster {_serial} 3600 600 86400 1
            @ NS ns1
            ns1 A 127.0.0.1
            serial TXT "{_serial}"

            """);
        foreach ((string name, string target) in _aliases)
            zone.Append($"_acme-challenge.{name}. CNAME {target.TrimEnd('.')}.\n");
        _folder.Write("production.zone", zone.ToString());
    }

    private string Configuration() => $"""
        server:
          ip-address: 127.0.0.1@{Port}
          server-count: 1
          username: ""
          chroot: ""
          zonesdir: "{_folder.Location}"
          database: ""
          zonelistfile: "{_folder.Combine("nsd.zones")}"
          xfrdfile: "{_folder.Combine("nsd.xfrd")}"
          xfrdir: "{_folder.Location}"
          pidfile: "{_folder.Combine("nsd.pid")}"
        remote-control:
          control-enable: no
        zone:
          name: "{Apex}"
          zonefile: "production.zone"

        """;
}
