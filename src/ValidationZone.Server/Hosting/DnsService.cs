using System.Net;
using ValidationZone.Authority.Answering;
using ValidationZone.Server.Configuration;
using ValidationZone.Transport;

namespace ValidationZone.Server.Hosting;

/// <summary>Opens the UDP listeners with the host and closes them with it.</summary>
internal sealed class DnsService(
    DnsSettings settings,
    QueryAnswerer answerer,
    Func<ResponseRateLimiter>? newLimiter,
    Func<QuestionRing> newRing,
    ILogger log)
    : IHostedService, IDisposable
{
    private UdpListeners? _listeners;

    /// <summary>Whether datagrams are answered.</summary>
    // Acquire: pairs with the exchange in Dispose and the write in StartAsync.
    internal bool IsListening => Volatile.Read(ref _listeners) is not null;

    /// <summary>The endpoints really bound; empty before the start.</summary>
    internal IReadOnlyList<IPEndPoint> LocalEndPoints => Volatile.Read(ref _listeners)?.LocalEndPoints ?? [];

    /// <summary>Which engine is in use; <see cref="UdpEngine.Auto"/> before the start.</summary>
    internal UdpEngine Engine => Volatile.Read(ref _listeners)?.Engine ?? UdpEngine.Auto;

    /// <summary>One block of counters per thread; empty before the start.</summary>
    internal IReadOnlyList<QueryCounters> Counters => Volatile.Read(ref _listeners)?.Counters ?? [];

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        UdpListeners listeners = Bind();
        if (listeners.ReceiveBufferLength < UdpOptions.WantedReceiveBuffer)
            Log.SmallReceiveBuffer(log, listeners.ReceiveBufferLength / 1024, UdpOptions.WantedReceiveBuffer / 1024);

        listeners.Start();

        // Release: pairs with the reads above, which run on threads of the API.
        Volatile.Write(ref _listeners, listeners);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    // By whoever comes first, the stop or the end of the host: sockets are closed once.
    public void Dispose() => Interlocked.Exchange(ref _listeners, null)?.Dispose();

    private UdpListeners Bind()
    {
        try
        {
            return UdpListeners.Bind(settings.Listen, answerer, settings.Udp, newLimiter, newRing);
        }
        catch (PlatformNotSupportedException e)
        {
            throw new StartException($"Dns:UdpEngine: {e.Message}; write auto or portable", e);
        }
    }
}
