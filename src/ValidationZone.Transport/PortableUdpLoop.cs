using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using ValidationZone.Authority.Answering;

namespace ValidationZone.Transport;

/// <summary>One UDP socket that receives, answers and sends one datagram at a time, on any platform.</summary>
/// <remarks>Owns the socket. Buffers are made once, so that a datagram costs no allocation.</remarks>
internal sealed class PortableUdpLoop : IUdpLoop
{
    // Longer than any datagram: one that was cut to fit must not be answered as if it were whole.
    private const int RequestCapacity = ushort.MaxValue;
    private const int ToleratedFailures = 16;

    private static readonly TimeSpan PauseAfterFailures = TimeSpan.FromMilliseconds(10);

    private readonly Socket _socket;
    private readonly UdpService _service;
    private readonly byte[] _request = new byte[RequestCapacity];
    private readonly byte[] _response = new byte[QueryAnswerer.UdpResponseCapacity];
    private readonly ManualResetEventSlim _stopped = new();

    private PortableUdpLoop(Socket socket, UdpService service)
    {
        _socket = socket;
        _service = service;
        LocalEndPoint = (IPEndPoint)socket.LocalEndPoint!;
        ReceiveBufferLength = UdpSocket.ReceiveBufferLength(socket);
    }

    /// <inheritdoc/>
    public IPEndPoint LocalEndPoint { get; }

    /// <inheritdoc/>
    public QueryCounters Counters { get; } = new();

    /// <inheritdoc/>
    public int ReceiveBufferLength { get; }

    /// <summary>Binds a socket.</summary>
    /// <param name="endpoint">One address, not a wildcard; port 0 takes a free one.</param>
    /// <param name="service">What it answers with.</param>
    /// <exception cref="SocketException">It cannot be bound.</exception>
    internal static PortableUdpLoop Bind(IPEndPoint endpoint, UdpService service) =>
        new(UdpSocket.Bind(endpoint, _ => { }), service);

    /// <inheritdoc/>
    public void Run()
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
            Limiter = _service.Limiter,
            Samples = _service.Samples,
        };
        int length = _service.Answerer.Answer(request, _response, context);
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
