using System.Net;
using ValidationZone.Authority.Answering;
using ValidationZone.Transport;

namespace ValidationZone.Server.Hosting;

/// <summary>Opens the UDP listeners with the host and closes them with it.</summary>
internal sealed class DnsService(
    IReadOnlyList<IPEndPoint> endpoints, QueryAnswerer answerer, Func<ResponseRateLimiter>? newLimiter)
    : IHostedService, IDisposable
{
    private UdpListeners? _listeners;

    /// <summary>Whether datagrams are answered.</summary>
    // Acquire: pairs with the exchange in Dispose and the write in StartAsync.
    internal bool IsListening => Volatile.Read(ref _listeners) is not null;

    /// <summary>The endpoints really bound; empty before the start.</summary>
    internal IReadOnlyList<IPEndPoint> LocalEndPoints => Volatile.Read(ref _listeners)?.LocalEndPoints ?? [];

    /// <summary>One block of counters per thread; empty before the start.</summary>
    internal IReadOnlyList<QueryCounters> Counters => Volatile.Read(ref _listeners)?.Counters ?? [];

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        UdpListeners listeners = UdpListeners.Bind(endpoints, answerer, newLimiter);
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
}
