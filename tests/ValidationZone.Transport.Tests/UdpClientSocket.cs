using System.Net;
using System.Net.Sockets;

namespace ValidationZone.Transport.Tests;

/// <summary>A UDP client that waits only so long; not connected, so that it sees where replies come from.</summary>
internal sealed class UdpClientSocket : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Socket _socket;
    private readonly byte[] _reply = new byte[ushort.MaxValue];

    internal UdpClientSocket(AddressFamily family, int port = 0)
    {
        _socket = new Socket(family, SocketType.Dgram, ProtocolType.Udp)
        {
            ReceiveTimeout = (int)Patience.TotalMilliseconds,
        };
        _socket.Bind(new IPEndPoint(family == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, port));
    }

    internal void Send(byte[] datagram, IPEndPoint server) => _socket.SendTo(datagram, server);

    /// <summary>Takes the next reply, and says who sent it.</summary>
    internal (byte[] Reply, IPEndPoint Sender) Receive()
    {
        EndPoint sender = new IPEndPoint(
            _socket.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any,
            0);
        int length = _socket.ReceiveFrom(_reply, ref sender);
        return (_reply[..length], (IPEndPoint)sender);
    }

    /// <summary>Asks, and takes the next reply of that server.</summary>
    internal byte[] Ask(byte[] datagram, IPEndPoint server)
    {
        Send(datagram, server);
        while (true)
        {
            // The port may have been somebody's for whom another server had a reply under way.
            (byte[] reply, IPEndPoint sender) = Receive();
            if (sender.Equals(server))
                return reply;
        }
    }

    public void Dispose() => _socket.Dispose();
}
