using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using ValidationZone.Server.Configuration;
using ValidationZone.Server.Hosting;
using ValidationZone.Tests.Support;
using ValidationZone.Transport;

namespace ValidationZone.Server.Tests.Sockets;

/// <summary>One zone behind the server's own listeners, on every transport and both loopback addresses.</summary>
public sealed class DnsSockets : IAsyncDisposable
{
    private static readonly IPEndPoint[] Loopbacks = [new(IPAddress.Loopback, 0), new(IPAddress.IPv6Loopback, 0)];

    private readonly UdpListeners _udp;
    private readonly UdpListeners _portableUdp;
    private readonly KestrelSetup _kestrel;
    private readonly WebApplication _app;

    private DnsSockets(AZone zone)
    {
        // One worker: a row that counts replies counts those of one limiter.
        _udp = UdpListeners.Bind(Loopbacks, zone.Answerer, new UdpOptions(Workers: 1), zone.NewLimiter);
        _portableUdp =
            UdpListeners.Bind(Loopbacks, zone.Answerer, new UdpOptions(UdpEngine.Portable), zone.NewLimiter);
        var streams = new StreamConnection(zone.Answerer, StreamOptions.Default, Clock);
        var endpoint = new StreamEndpoint(streams, new StreamAdmission(StreamLimits.Default, Clock));
        _kestrel = new KestrelSetup(Settings(), endpoint, ConnectionLimits.Default)
        {
            Certificate = new TlsCertificateWatch(TestCertificate.Files, NullLogger.Instance, TimeProvider.System),
        };
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(_kestrel.Configure);
        builder.Services.Configure<SocketTransportOptions>(KestrelSetup.ConfigureSockets);
        _app = builder.Build();
    }

    /// <summary>Measures how long streams are idle; it stands still, so that a slow machine ends none.</summary>
    public FakeClock Clock { get; } = new();

    public static async Task<DnsSockets> StartAsync(AZone zone)
    {
        var sockets = new DnsSockets(zone);
        await sockets._app.StartAsync();
        sockets._udp.Start();
        sockets._portableUdp.Start();
        return sockets;
    }

    /// <summary>A path over each transport and address family.</summary>
    /// <param name="source">Where those over IPv4 come from; left open for 127.0.0.1.</param>
    public IReadOnlyList<ScenarioPath> Paths(IPAddress? source = null) =>
    [
        new DatagramPath("UDP4", _udp.LocalEndPoints[0], source),
        new DatagramPath("UDP6", _udp.LocalEndPoints[1]),
        new DatagramPath("UDP4", _portableUdp.LocalEndPoints[0], source),
        new DatagramPath("UDP6", _portableUdp.LocalEndPoints[1]),
        .. Enum.GetValues<StreamRoute>().Select(route => new StreamPath(route, EndPointOf(route), source)),
    ];

    public Task<DnsStream> ConnectAsync(StreamRoute route) => DnsStream.ConnectAsync(route, EndPointOf(route));

    public async ValueTask DisposeAsync()
    {
        _udp.Dispose();
        _portableUdp.Dispose();
        await _app.DisposeAsync();
    }

    private static ServerSettings Settings()
    {
        var problems = new List<string>();
        Assert.True(OptionsCheck.TryCheck(new ConfigurationBuilder().Build(), out ServerSettings? settings, problems));
        return settings with
        {
            Dns = settings.Dns with { Listen = Loopbacks, Tls = new TlsSettings(Loopbacks, TestCertificate.Files) },
            Api = settings.Api with { Listen = [] },
        };
    }

    private IPEndPoint EndPointOf(StreamRoute route) => route switch
    {
        StreamRoute.Tcp4 => _kestrel.DnsEndPoints[0],
        StreamRoute.Tcp6 => _kestrel.DnsEndPoints[1],
        StreamRoute.Dot4 => _kestrel.TlsEndPoints[0],
        _ => _kestrel.TlsEndPoints[1],
    };
}
