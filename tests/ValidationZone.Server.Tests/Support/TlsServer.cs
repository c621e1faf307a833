using System.Net;
using ValidationZone.Tests.Support;

namespace ValidationZone.Server.Tests;

/// <summary>A server in this process that speaks DNS over TLS, with a certificate of a private authority.</summary>
public sealed class TlsServer : IAsyncLifetime
{
    public const string Name = "ns1.auth.example.net";

    private readonly TempFolder _folder = new();
    private readonly TimeProvider _clock;
    private readonly (string Key, string? Value)[] _more;

    public TlsServer()
        : this(TimeProvider.System, [])
    {
    }

    private TlsServer(TimeProvider clock, (string Key, string? Value)[] more)
    {
        _clock = clock;
        _more = more;
    }

    public RunningServer Running { get; private set; } = null!;

    public PrivateAuthority Authority { get; } = new();

    public PemCertificate Certificate { get; private set; } = null!;

    /// <summary>Where the certificate's two files are.</summary>
    public string Folder => _folder.Root;

    public IPEndPoint EndPoint => Running.Tls;

    internal static async Task<TlsServer> StartAsync(TimeProvider clock, params (string Key, string? Value)[] more)
    {
        var server = new TlsServer(clock, more);
        await server.InitializeAsync();
        return server;
    }

    public async ValueTask InitializeAsync()
    {
        Certificate = Authority.Issue(Name);
        (string certificate, string key) = Certificate.WriteTo(Folder);
        string zoneFile = _folder.File("test.zone");
        await File.WriteAllTextAsync(zoneFile, AZone.MasterFile);
        Running = await RunningServer.StartAtAsync(
            _clock,
            [
                ("Zone:Name", AZone.Apex), ("Zone:File", zoneFile), ("Dns:Tls:Listen:0", "127.0.0.1:0"),
                ("Dns:Tls:Certificate", certificate), ("Dns:Tls:Key", key),
                .. _more,
            ]);
    }

    public async ValueTask DisposeAsync()
    {
        await Running.DisposeAsync();
        Authority.Dispose();
        _folder.Dispose();
    }
}
