using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using ValidationZone.Server.Api;
using ValidationZone.Server.Configuration;

namespace ValidationZone.Server.Hosting;

/// <summary>Sets up Kestrel for its jobs, HTTP and DNS over TCP and TLS, with limits for each.</summary>
internal sealed class KestrelSetup(ServerSettings settings, StreamEndpoint streams, ConnectionLimits limits)
{
    private const int BufferSize = 16 * 1024;

    // A whole handshake takes two round trips, one more when segments are lost; Kestrel's own limit is ten seconds.
    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(5);

    private readonly List<ListenOptions> _dns = [];
    private readonly List<ListenOptions> _tls = [];
    private readonly List<ListenOptions> _api = [];
    private readonly List<ListenOptions> _operators = [];

    /// <summary>Where DNS over TCP really listens; true once the server has started.</summary>
    internal IReadOnlyList<IPEndPoint> DnsEndPoints => [.. _dns.Select(listen => listen.IPEndPoint!)];

    /// <summary>Where DNS over TLS really listens; true once the server has started.</summary>
    internal IReadOnlyList<IPEndPoint> TlsEndPoints => [.. _tls.Select(listen => listen.IPEndPoint!)];

    /// <summary>What TLS listeners prove themselves with; needed where there are any.</summary>
    internal TlsCertificateWatch? Certificate { get; init; }

    /// <summary>Where HTTP really listens; true once the server has started.</summary>
    internal IReadOnlyList<IPEndPoint> ApiEndPoints => [.. _api.Select(listen => listen.IPEndPoint!)];

    /// <summary>Where HTTP for operators alone really listens; possibly nowhere.</summary>
    internal IReadOnlyList<IPEndPoint> OperatorEndPoints => [.. _operators.Select(listen => listen.IPEndPoint!)];

    /// <summary>Configures the server.</summary>
    internal void Configure(KestrelServerOptions options)
    {
        // What runs here helps only those who look for its known holes.
        options.AddServerHeader = false;
        SetLimits(options.Limits);
        foreach (IPEndPoint endpoint in settings.Dns.Listen)
            options.Listen(endpoint, ConfigureDns);

        foreach (IPEndPoint endpoint in settings.Dns.Tls?.Listen ?? [])
            options.Listen(endpoint, ConfigureTls);

        foreach (IPEndPoint endpoint in settings.Api.Listen)
            options.Listen(endpoint, listen => ConfigureApi(listen, _api));

        foreach (IPEndPoint endpoint in settings.Api.OperatorListen)
            options.Listen(endpoint, ConfigureOperators);
    }

    /// <summary>Bounds what each connection buffers, and makes every failure to bind name its endpoint.</summary>
    internal static void ConfigureSockets(SocketTransportOptions options)
    {
        // The limits of the server do not reach the sockets, whose own default is 1 MiB for each connection. Only
        // octets that nobody has looked at count, so a longer DNS message still arrives; little enough to have for
        // each of thousands of clients that read nothing.
        options.MaxReadBufferSize = BufferSize;
        options.MaxWriteBufferSize = BufferSize;
        // Kestrel itself names only endpoints that are in use.
        options.CreateBoundListenSocket = Bind;
    }

    private static Socket Bind(EndPoint endpoint)
    {
        try
        {
            return SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        }
        catch (SocketException e)
        {
            throw new StartException($"cannot listen on TCP {endpoint}: {e.Message}", e);
        }
    }

    private static void SetLimits(KestrelServerLimits to)
    {
        // None of Kestrel's own: it would be one number for HTTP and for DNS, and knows neither prefixes nor idleness.
        // Each endpoint below has a limit in front of everything else.
        to.MaxConcurrentConnections = null;
        // Nothing here is ever upgraded, and such connections would be counted apart.
        to.MaxConcurrentUpgradedConnections = 0;
        // The longest real request, a registration with a long address list, stays well below this.
        to.MaxRequestBodySize = RequestBody.MaxLengthInOctets;
        // Room for a base path and a token; one header line may take the whole header budget.
        to.MaxRequestLineSize = 4096;
        to.MaxRequestHeadersTotalSize = 8192;
        to.MaxRequestHeaderCount = 32;
        to.MaxRequestBufferSize = BufferSize;
        // Slow clients: ten seconds to say what they want, fifteen to want something again, and from then on
        // no drip slower than a modem. Together with the connection limit this bounds what they can hold.
        to.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        to.KeepAliveTimeout = TimeSpan.FromSeconds(15);
        to.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        to.MinResponseDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
    }

    private void ConfigureOperators(ListenOptions listen)
    {
        // On the connection, where no request can change it.
        listen.Use(next => connection =>
        {
            connection.Features.Set(OperatorListener.Mark);
            return next(connection);
        });
        ConfigureApi(listen, _operators);
    }

    private void ConfigureApi(ListenOptions listen, List<ListenOptions> configured)
    {
        // No client of this API speaks HTTP/2 without TLS, and its stream floods need not be our problem.
        listen.Protocols = HttpProtocols.Http1;
        var limit = new ConnectionLimit(limits.MaxConnections);
        listen.Use(next => connection => limit.AdmitAsync(connection, next));
        configured.Add(listen);
    }

    private void ConfigureDns(ListenOptions listen)
    {
        listen.Use(next => connection => streams.AdmitAsync(connection, next));
        // This ends the pipeline: the HTTP parser that the server adds behind it is never reached.
        listen.Run(streams.ServeAsync);
        _dns.Add(listen);
    }

    private void ConfigureTls(ListenOptions listen)
    {
        // Said so that no HTTP/3 is opened beside it. What is spoken inside is said by the certificate's handshake.
        listen.Protocols = HttpProtocols.Http1;
        // In front of the handshake, which is the dear part of a connection.
        listen.Use(next => connection => streams.AdmitAsync(connection, next));
        listen.UseHttps(new HttpsConnectionAdapterOptions
        {
            // Wanted by Kestrel before it starts, and never called.
            ServerCertificateSelector = (_, _) => null,
            // For each connection, so that a renewed certificate is used from the next one on. Not the callback that
            // is given the ClientHello: when the first record is none, it is not called, and what follows is logged
            // as a fault of ours.
            OnAuthenticate = (_, handshake) => Certificate!.Current.Prepare(handshake),
            HandshakeTimeout = HandshakeTimeout,
        });
        listen.Run(streams.ServeAsync);
        _tls.Add(listen);
    }
}
