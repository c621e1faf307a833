using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using ValidationZone.Authority.Answering;

namespace ValidationZone.Transport;

/// <summary>One UDP socket that receives, answers and sends one datagram at a time, on any platform.</summary>
/// <remarks>Owns the socket. Buffers are made once, so that a datagram costs no allocation.</remarks>
internal sealed class PortableUdpLoop : IDisposable
{
    // Longer than any datagram: one that was cut to fit must not be answered as if it were whole.
    private const int RequestCapacity = ushort.MaxValue;
    private const int ReceiveBufferLength = 4 * 1024 * 1024;
    private const int ToleratedFailures = 16;
    private const int SendTimeoutMilliseconds = 1;

    // IPPROTO_IP, IP_MTU_DISCOVER, IPPROTO_IPV6, IPV6_MTU_DISCOVER and IP_PMTUDISC_PROBE of Linux.
    private const int IPv4Level = 0;
    private const int IPv4MtuDiscover = 10;
    private const int IPv6Level = 41;
    private const int IPv6MtuDiscover = 23;
    private const int PathMtuProbe = 3;

    private static readonly TimeSpan PauseAfterFailures = TimeSpan.FromMilliseconds(10);

    private readonly Socket _socket;
    private readonly FaultBarrier _answerer;
    private readonly ResponseRateLimiter? _limiter;
    private readonly byte[] _request = new byte[RequestCapacity];
    private readonly byte[] _response = new byte[QueryAnswerer.UdpResponseCapacity];
    private readonly ManualResetEventSlim _stopped = new();

    private PortableUdpLoop(Socket socket, FaultBarrier answerer, ResponseRateLimiter? limiter)
    {
        _socket = socket;
        _answerer = answerer;
        _limiter = limiter;
        LocalEndPoint = (IPEndPoint)socket.LocalEndPoint!;
    }

    /// <summary>The address and port really bound.</summary>
    internal IPEndPoint LocalEndPoint { get; }

    /// <summary>What this loop has counted.</summary>
    internal QueryCounters Counters { get; } = new();

    /// <summary>Binds a socket.</summary>
    /// <param name="endpoint">One address, not a wildcard; port 0 takes a free one.</param>
    /// <param name="answerer">Answers each datagram.</param>
    /// <param name="limiter">This socket's own, because it takes one thread only; <see langword="null"/> for none.</param>
    /// <exception cref="SocketException">It cannot be bound.</exception>
    internal static PortableUdpLoop Bind(IPEndPoint endpoint, FaultBarrier answerer, ResponseRateLimiter? limiter)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            Configure(socket);
            socket.Bind(endpoint);
            return new PortableUdpLoop(socket, answerer, limiter);
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Answers until <see cref="Dispose"/> closes the socket.</summary>
    internal void Run()
    {
        // One object for all datagrams: the socket writes the source into it and reads the destination from it.
        var client = new SocketAddress(_socket.AddressFamily);
        int failures = 0;
        while (!_stopped.IsSet)
        {
            if (TryReceive(client, out int length))
            {
                failures = 0;
                Answer(_request.AsSpan(0, length), client);
            }
            else if (++failures > ToleratedFailures)
            {
                // One failure is a client's ICMP message, many in a row are a network that is down.
                _stopped.Wait(PauseAfterFailures);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // In this order: the receive that the closing interrupts must find the loop already stopped.
        _stopped.Set();
        _socket.Dispose();
    }

    private static void Configure(Socket socket)
    {
        // The kernel may grant less: a burst is then dropped earlier, and nothing else changes.
        TrySet(() => socket.ReceiveBufferSize = ReceiveBufferLength);

        // A link that takes nothing would hold the thread in its send, and with it every client on other links. Lost
        // instead, a reply is asked for again.
        TrySet(() => socket.SendTimeout = SendTimeoutMilliseconds);

        // IPv4 has sockets of its own, and its clients must not appear here once more as mapped addresses.
        if (socket.AddressFamily == AddressFamily.InterNetworkV6)
            socket.DualMode = false;

        TrySet(() => ForbidFragments(socket));
    }

    /// <summary>No reply is to be fragmented (RFC 9715 §3.1), and no forged ICMP message is to stop replies.</summary>
    private static void ForbidFragments(Socket socket)
    {
        if (!OperatingSystem.IsLinux())
        {
            socket.DontFragment = true;
            return;
        }

        // DontFragment would make Linux believe what "fragmentation needed" messages say, and refuse to send any reply
        // that is longer, to that client, for minutes. In this mode it sets DF and keeps no such memory.
        bool isIPv4 = socket.AddressFamily == AddressFamily.InterNetwork;
        byte[] mode = BitConverter.GetBytes(PathMtuProbe);
        socket.SetRawSocketOption(isIPv4 ? IPv4Level : IPv6Level, isIPv4 ? IPv4MtuDiscover : IPv6MtuDiscover, mode);
    }

    private static void TrySet(Action set)
    {
        try
        {
            set();
        }
        catch (SocketException)
        {
            // Not offered by this platform.
        }
    }

    private bool TryReceive(SocketAddress client, out int length)
    {
        try
        {
            length = _socket.ReceiveFrom(_request, SocketFlags.None, client);
            return true;
        }
        catch (SocketException)
        {
            // An ICMP message about an earlier reply, or the socket is being closed.
        }
        catch (ObjectDisposedException)
        {
            // Closed between two datagrams.
        }

        length = 0;
        return false;
    }

    private void Answer(ReadOnlySpan<byte> request, SocketAddress client)
    {
        if (AskerPort.IsNobodys(PortOf(client)))
            return;

        var context = new QueryContext(DnsTransport.Udp, Counters)
        {
            ClientAddress = AddressOf(client),
            Limiter = _limiter,
        };
        int length = _answerer.Answer(request, _response, context);
        if (length > 0)
            Send(_response.AsSpan(0, length), client);
    }

    // The port follows the address family, in network order, for IPv4 and IPv6 alike.
    private static ushort PortOf(SocketAddress client) =>
        BinaryPrimitives.ReadUInt16BigEndian(client.Buffer.Span[2..]);

    // Behind family and port: for IPv4 the address, for IPv6 first four octets of flow label.
    private static ReadOnlySpan<byte> AddressOf(SocketAddress client) => client.Family == AddressFamily.InterNetwork
        ? client.Buffer.Span.Slice(4, 4)
        : client.Buffer.Span.Slice(8, 16);

    private void Send(ReadOnlySpan<byte> response, SocketAddress client)
    {
        try
        {
            _socket.SendTo(response, SocketFlags.None, client);
        }
        catch (SocketException)
        {
            // No way to that client: a firewall, no route, a full queue. Its resolver asks again; others must not wait.
        }
        catch (ObjectDisposedException)
        {
            // Closed while the reply was made.
        }
    }
}
