using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using ValidationZone.Server.Api;
using ValidationZone.Server.Configuration;
using ValidationZone.Transport;

namespace ValidationZone.Server.Hosting;

/// <summary>Sets up Kestrel for both of its jobs, HTTP and DNS over TCP, with limits for each.</summary>
internal sealed class KestrelSetup(
    ServerSettings settings, StreamConnection streams, ConnectionLimits limits, ILogger log)
{
    private readonly List<ListenOptions> _dns = [];
    private readonly List<ListenOptions> _api = [];

    /// <summary>Where DNS over TCP really listens; true once the server has started.</summary>
    internal IReadOnlyList<IPEndPoint> DnsEndPoints => [.. _dns.Select(listen => listen.IPEndPoint!)];

    /// <summary>Where HTTP really listens; true once the server has started.</summary>
    internal IReadOnlyList<IPEndPoint> ApiEndPoints => [.. _api.Select(listen => listen.IPEndPoint!)];

    /// <summary>Configures the server.</summary>
    internal void Configure(KestrelServerOptions options)
    {
        options.AddServerHeader = false;
        SetLimits(options.Limits);
        foreach (IPEndPoint endpoint in settings.Dns.Listen)
            options.Listen(endpoint, ConfigureDns);

        foreach (IPEndPoint endpoint in settings.Api.Listen)
            options.Listen(endpoint, ConfigureApi);
    }

    /// <summary>Makes every failure to bind name its endpoint; Kestrel names only those that are in use.</summary>
    internal static void ConfigureSockets(SocketTransportOptions options) => options.CreateBoundListenSocket = Bind;

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

    private void SetLimits(KestrelServerLimits to)
    {
        to.MaxConcurrentConnections = limits.MaxConnections;
        to.MaxConcurrentUpgradedConnections = 0;
        to.MaxRequestBodySize = RequestBody.MaxLengthInOctets;
        to.MaxRequestLineSize = 4096;
        to.MaxRequestHeadersTotalSize = 8192;
        to.MaxRequestHeaderCount = 32;
        to.MaxRequestBufferSize = 128 * 1024;
        to.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        to.KeepAliveTimeout = TimeSpan.FromSeconds(15);
        to.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        to.MinResponseDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
    }

    private void ConfigureApi(ListenOptions listen)
    {
        listen.Protocols = HttpProtocols.Http1;
        _api.Add(listen);
    }

    private void ConfigureDns(ListenOptions listen)
    {
        listen.Run(ServeStreamAsync);
        _dns.Add(listen);
    }

    private async Task ServeStreamAsync(ConnectionContext connection)
    {
        CancellationToken stopping =
            connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? default;
        try
        {
            await streams.RunAsync(connection.Transport, stopping);
        }
        catch (Exception e)
        {
            // One connection must not take the others down, and what reaches this edge is a bug to be seen.
            streams.Counters.CountFault();
            Log.StreamFault(log, e);
        }
    }
}
