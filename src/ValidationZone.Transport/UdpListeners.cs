using System.Net;
using ValidationZone.Authority.Answering;

namespace ValidationZone.Transport;

/// <summary>Every UDP socket of the server, each with a thread of its own that receives, answers and sends.</summary>
public sealed class UdpListeners : IDisposable
{
    /// <summary>Binds a socket for each endpoint; no datagram is read before <see cref="Start"/>.</summary>
    /// <param name="endpoints">Where to listen; port 0 takes a free one.</param>
    /// <param name="answerer">Answers each datagram.</param>
    /// <exception cref="ListenException">An endpoint cannot be bound; the exception names it, and nothing stays open.</exception>
    public static UdpListeners Bind(IReadOnlyList<IPEndPoint> endpoints, QueryAnswerer answerer) =>
        throw new NotImplementedException();

    /// <summary>The addresses and ports really bound, in the order asked for.</summary>
    public IReadOnlyList<IPEndPoint> LocalEndPoints => throw new NotImplementedException();

    /// <summary>One block of counters per thread.</summary>
    public IReadOnlyList<QueryCounters> Counters => throw new NotImplementedException();

    /// <summary>Starts answering.</summary>
    public void Start() => throw new NotImplementedException();

    /// <summary>Closes the sockets and waits for the threads, at most 300 ms.</summary>
    public void Dispose() => throw new NotImplementedException();
}
