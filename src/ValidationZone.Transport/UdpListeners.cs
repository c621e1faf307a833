using System.Diagnostics;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using ValidationZone.Authority.Answering;
using ValidationZone.Transport.Interop;

namespace ValidationZone.Transport;

/// <summary>Every UDP socket of the server, each with a thread of its own that receives, answers and sends.</summary>
/// <remarks>
/// <para>
/// A reply must leave from the address that was asked. The batch engine binds wildcards and tells the kernel which
/// address to use; a portable socket cannot choose, so that there <c>0.0.0.0</c> and <c>[::]</c> stand for one socket
/// on each unicast address that the machine has at that moment, and an address that it gets later is not listened on
/// until a restart. IPv6 sockets take IPv6 only, so that both wildcards can be listened on side by side.
/// </para>
/// <para>All sockets are bound before any thread starts: the kernel spreads clients over those it knows.</para>
/// </remarks>
public sealed class UdpListeners : IDisposable
{
    private const int PortAttempts = 16;
    private static readonly TimeSpan StopPatience = TimeSpan.FromMilliseconds(300);
    private readonly List<IUdpLoop> _loops = [];
    private readonly List<IPEndPoint> _localEndPoints = [];
    private readonly List<Thread> _threads = [];
    private readonly Func<UdpService> _newService;
    private readonly int _workers;
    private bool _isStarted;

    private UdpListeners(UdpOptions options, Func<UdpService> newService)
    {
        _newService = newService;
        _workers = options.Workers > 0 ? options.Workers : Environment.ProcessorCount;
        Engine = Choose(options.Engine);
    }

    /// <summary>The engine in use: <see cref="UdpEngine.Batch"/> or <see cref="UdpEngine.Portable"/>.</summary>
    public UdpEngine Engine { get; }

    /// <summary>
    /// How many octets the kernel keeps for datagrams that wait, at the socket that got the least;
    /// <see cref="UdpOptions.WantedReceiveBuffer"/> is asked for.
    /// </summary>
    public int ReceiveBufferLength => _loops.Min(loop => loop.ReceiveBufferLength);

    /// <summary>The addresses and ports really bound, one for each endpoint asked for and in that order.</summary>
    /// <remarks>A wildcard stays a wildcard here, with the port that all its sockets share.</remarks>
    public IReadOnlyList<IPEndPoint> LocalEndPoints => _localEndPoints;

    /// <summary>One block of counters per thread.</summary>
    public IReadOnlyList<QueryCounters> Counters => [.. _loops.Select(loop => loop.Counters)];

    /// <summary>Binds a socket for each endpoint; no datagram is read before <see cref="Start"/>.</summary>
    /// <param name="endpoints">Where to listen; port 0 takes a free one.</param>
    /// <param name="answerer">Answers each datagram.</param>
    /// <param name="options">How to listen.</param>
    /// <param name="newLimiter">Makes the limiter of one socket; <see langword="null"/> limits nothing.</param>
    /// <param name="newRing">
    /// Makes the ring in which one socket notes questions about watched names; <see langword="null"/> notes none.
    /// </param>
    /// <exception cref="ListenException">
    /// An endpoint cannot be bound; the exception names it, and nothing stays open.
    /// </exception>
    /// <exception cref="PlatformNotSupportedException">The batch engine is asked for and does not work here.</exception>
    public static UdpListeners Bind(
        IReadOnlyList<IPEndPoint> endpoints,
        QueryAnswerer answerer,
        UdpOptions options,
        Func<ResponseRateLimiter>? newLimiter = null,
        Func<QuestionRing>? newRing = null)
    {
        ArgumentNullException.ThrowIfNull(answerer);
        var barrier = new FaultBarrier(answerer);
        return Bind(endpoints, options, () => new UdpService(barrier, newLimiter?.Invoke(), newRing?.Invoke()));
    }

    internal static UdpListeners Bind(
        IReadOnlyList<IPEndPoint> endpoints, FaultBarrier answerer, UdpOptions options) =>
        Bind(endpoints, options, () => new UdpService(answerer, Limiter: null, Samples: null));

    private static UdpListeners Bind(
        IReadOnlyList<IPEndPoint> endpoints, UdpOptions options, Func<UdpService> newService)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(options);
        var listeners = new UdpListeners(options, newService);
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
        foreach (IUdpLoop loop in _loops)
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
        foreach (IUdpLoop loop in _loops)
            loop.Dispose();

        long start = Stopwatch.GetTimestamp();
        foreach (Thread thread in _threads)
        {
            TimeSpan left = StopPatience - Stopwatch.GetElapsedTime(start);
            thread.Join(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }
    }

    private static UdpEngine Choose(UdpEngine wanted) => wanted switch
    {
        UdpEngine.Portable => UdpEngine.Portable,
        _ when LinuxSockets.IsAvailable() => UdpEngine.Batch,
        UdpEngine.Auto => UdpEngine.Portable,
        _ => throw new PlatformNotSupportedException("the batch engine needs recvmmsg and sendmmsg of 64-bit Linux"),
    };

    /// <summary>Binds all sockets that an endpoint stands for to one port.</summary>
    /// <returns>That port.</returns>
    private int BindAll(IPEndPoint endpoint)
    {
        IReadOnlyList<IPAddress> addresses = Engine == UdpEngine.Batch ? [endpoint.Address] : Expand(endpoint);
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
                port = Engine == UdpEngine.Batch ? BindWorkers(endpoint) : BindPortable(endpoint);
            }
            catch (SocketException exception)
            {
                throw new ListenException(endpoint, exception);
            }
        }

        return port;
    }

    private int BindPortable(IPEndPoint endpoint) => Add(PortableUdpLoop.Bind(endpoint, _newService()));

    private int BindWorkers(IPEndPoint endpoint)
    {
        bool isShared = _workers > 1;
        int port = isShared ? FindUnshared(endpoint) : endpoint.Port;
        for (int worker = 0; worker < _workers; worker++)
        {
            var address = new IPEndPoint(endpoint.Address, port);
            port = Add(BatchUdpLoop.Bind(address, isShared, _newService()));
        }

        return port;
    }

    /// <summary>The endpoint's port, or a free one, that nobody listens on.</summary>
    private static int FindUnshared(IPEndPoint endpoint)
    {
        // Sockets that share a port would share it with another server of the same user too, which would then get some
        // of the questions. A socket that shares nothing finds out.
        using Socket alone = UdpSocket.Bind(endpoint, _ => { });
        return ((IPEndPoint)alone.LocalEndPoint!).Port;
    }

    private int Add(IUdpLoop loop)
    {
        _loops.Add(loop);
        return loop.LocalEndPoint.Port;
    }
}
