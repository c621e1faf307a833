using System.Diagnostics;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using ValidationZone.Authority.Answering;

namespace ValidationZone.Transport;

/// <summary>Every UDP socket of the server, each with a thread of its own that receives, answers and sends.</summary>
/// <remarks>
/// A reply must leave from the address that was asked, and a portable socket bound to a wildcard cannot choose its
/// source address. So <c>0.0.0.0</c> and <c>[::]</c> stand for one socket on each unicast address that the machine has
/// at that moment; an address that it gets later is not listened on until a restart. IPv6 sockets take IPv6 only, so
/// that both wildcards can be listened on side by side.
/// </remarks>
public sealed class UdpListeners : IDisposable
{
    private const int PortAttempts = 16;
    private static readonly TimeSpan StopPatience = TimeSpan.FromMilliseconds(300);
    private readonly List<PortableUdpLoop> _loops = [];
    private readonly List<IPEndPoint> _localEndPoints = [];
    private readonly List<Thread> _threads = [];
    private readonly FaultBarrier _answerer;
    private readonly Func<ResponseRateLimiter>? _newLimiter;
    private bool _isStarted;

    private UdpListeners(FaultBarrier answerer, Func<ResponseRateLimiter>? newLimiter)
    {
        _answerer = answerer;
        _newLimiter = newLimiter;
    }

    /// <summary>The addresses and ports really bound, one for each endpoint asked for and in that order.</summary>
    /// <remarks>A wildcard stays a wildcard here, with the port that all its sockets share.</remarks>
    public IReadOnlyList<IPEndPoint> LocalEndPoints => _localEndPoints;

    /// <summary>One block of counters per thread.</summary>
    public IReadOnlyList<QueryCounters> Counters => [.. _loops.Select(loop => loop.Counters)];

    /// <summary>Binds a socket for each endpoint; no datagram is read before <see cref="Start"/>.</summary>
    /// <param name="endpoints">Where to listen; port 0 takes a free one.</param>
    /// <param name="answerer">Answers each datagram.</param>
    /// <param name="newLimiter">Makes the limiter of one socket; <see langword="null"/> limits nothing.</param>
    /// <exception cref="ListenException">
    /// An endpoint cannot be bound; the exception names it, and nothing stays open.
    /// </exception>
    public static UdpListeners Bind(
        IReadOnlyList<IPEndPoint> endpoints, QueryAnswerer answerer, Func<ResponseRateLimiter>? newLimiter = null)
    {
        ArgumentNullException.ThrowIfNull(answerer);
        return Bind(endpoints, new FaultBarrier(answerer), newLimiter);
    }

    internal static UdpListeners Bind(
        IReadOnlyList<IPEndPoint> endpoints, FaultBarrier answerer, Func<ResponseRateLimiter>? newLimiter = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var listeners = new UdpListeners(answerer, newLimiter);
        try
        {
            foreach (IPEndPoint endpoint in endpoints)
                listeners._localEndPoints.Add(new IPEndPoint(endpoint.Address, listeners.BindAll(endpoint)));

            return listeners;
        }
        catch (ListenException)
        {
            listeners.Dispose();
            throw;
        }
    }

    /// <summary>Starts answering.</summary>
    /// <exception cref="InvalidOperationException">It was started before.</exception>
    public void Start()
    {
        if (_isStarted)
            throw new InvalidOperationException("The UDP listeners are already started.");

        _isStarted = true;
        foreach (PortableUdpLoop loop in _loops)
        {
            // A background thread cannot keep the process alive when it does not end in time.
            var thread = new Thread(loop.Run) { IsBackground = true, Name = $"udp {loop.LocalEndPoint}" };
            _threads.Add(thread);
            thread.Start();
        }
    }

    /// <summary>Closes the sockets and waits for the threads, at most 300 ms.</summary>
    public void Dispose()
    {
        // All sockets before the first wait: the threads end side by side and not one after the other.
        foreach (PortableUdpLoop loop in _loops)
            loop.Dispose();

        long start = Stopwatch.GetTimestamp();
        foreach (Thread thread in _threads)
        {
            TimeSpan left = StopPatience - Stopwatch.GetElapsedTime(start);
            thread.Join(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }
    }

    /// <summary>Binds all sockets that an endpoint stands for to one port.</summary>
    /// <returns>That port.</returns>
    private int BindAll(IPEndPoint endpoint)
    {
        IReadOnlyList<IPAddress> addresses = Expand(endpoint);
        if (addresses.Count == 0)
            throw new ListenException(endpoint, new SocketException((int)SocketError.AddressNotAvailable));

        for (int attempt = 1; ; attempt++)
        {
            int before = _loops.Count;
            try
            {
                return BindEach(addresses, endpoint.Port);
            }
            catch (ListenException) when (endpoint.Port == 0 && attempt < PortAttempts)
            {
                // The port that was free at the first address is taken at another one.
                _loops[before..].ForEach(loop => loop.Dispose());
                _loops.RemoveRange(before, _loops.Count - before);
            }
        }
    }

    private static IReadOnlyList<IPAddress> Expand(IPEndPoint endpoint)
    {
        try
        {
            return LocalAddresses.Expand(endpoint.Address);
        }
        catch (NetworkInformationException exception)
        {
            // Some sandboxes hide the interfaces (no AF_NETLINK). An address written out needs no list of them.
            throw new ListenException(endpoint, exception);
        }
    }

    private int BindEach(IReadOnlyList<IPAddress> addresses, int port)
    {
        foreach (IPAddress address in addresses)
        {
            var endpoint = new IPEndPoint(address, port);
            try
            {
                var loop = PortableUdpLoop.Bind(endpoint, _answerer, _newLimiter?.Invoke());
                _loops.Add(loop);
                port = loop.LocalEndPoint.Port;
            }
            catch (SocketException exception)
            {
                throw new ListenException(endpoint, exception);
            }
        }

        return port;
    }
}
