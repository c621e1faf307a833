using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using ValidationZone.Tests.Support;

namespace ValidationZone.EndToEnd.Tests.Harness;

/// <summary>Sends messages to one server, over UDP or TCP, and reads what comes back with the tests' reader.</summary>
internal sealed class DnsClient : IDisposable
{
    private const int Attempts = 15;
    private readonly IPEndPoint _server;
    private Socket _socket;
    private readonly byte[] _buffer = new byte[65536];

    public DnsClient(int port)
        : this(new IPEndPoint(IPAddress.Loopback, port))
    {
    }

    public DnsClient(IPEndPoint server)
    {
        _server = server;
        _socket = Connect();
    }

    /// <summary>The reply over UDP; <see langword="null"/> when none comes, however often it is asked.</summary>
    public DnsReply? Ask(byte[] request)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            try
            {
                _socket.Send(request);
                int length;
                do
                    length = _socket.Receive(_buffer);
                while (length < 2 || !_buffer.AsSpan(0, 2).SequenceEqual(request.AsSpan(0, 2)));

                return DnsReply.Parse(_buffer.AsSpan(0, length));
            }
            catch (SocketException exception)
            {
                // Nobody listens yet, or no reply in time. What comes late must not pass for the reply to a later
                // question, which may have the same ID.
                if (exception.SocketErrorCode != SocketError.ConnectionRefused)
                    ConnectAnew();
            }
        }

        return null;
    }

    /// <summary>The reply over a connection of its own; <see langword="null"/> when it is closed without.</summary>
    public DnsReply? AskOverTcp(byte[] request)
    {
        using var connection = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        connection.ReceiveTimeout = 30_000;
        connection.NoDelay = true;
        connection.Connect(_server);
        var framed = new byte[2 + request.Length];
        BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)request.Length);
        request.CopyTo(framed, 2);
        connection.Send(framed);
        if (!TryFill(connection, _buffer.AsSpan(0, 2)))
            return null;

        Span<byte> reply = _buffer.AsSpan(2, BinaryPrimitives.ReadUInt16BigEndian(_buffer));
        return TryFill(connection, reply) ? DnsReply.Parse(reply) : null;
    }

    public void Dispose() => _socket.Dispose();

    private Socket Connect()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.ReceiveTimeout = 2000;
        socket.Connect(_server);
        return socket;
    }

    private void ConnectAnew()
    {
        _socket.Dispose();
        _socket = Connect();
    }

    private static bool TryFill(Socket connection, Span<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            int read = connection.Receive(octets);
            if (read == 0)
                return false;

            octets = octets[read..];
        }

        return true;
    }
}
