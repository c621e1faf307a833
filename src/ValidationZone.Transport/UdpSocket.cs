using System.Net;
using System.Net.Sockets;

namespace ValidationZone.Transport;

/// <summary>Makes UDP sockets the way both engines need them.</summary>
internal static class UdpSocket
{
    private const int SendTimeoutMilliseconds = 1;

    // SOL_SOCKET, SO_REUSEPORT, SO_RCVBUFFORCE, IPPROTO_IP, IP_MTU_DISCOVER, IPPROTO_IPV6, IPV6_MTU_DISCOVER and
    // IP_PMTUDISC_PROBE of Linux.
    private const int SocketLevel = 1;
    private const int ReusePort = 15;
    private const int ReceiveBufferForce = 33;
    private const int IPv4Level = 0;
    private const int IPv4MtuDiscover = 10;
    private const int IPv6Level = 41;
    private const int IPv6MtuDiscover = 23;
    private const int PathMtuProbe = 3;

    /// <summary>Makes a socket and binds it.</summary>
    /// <param name="endpoint">Where; port 0 takes a free one.</param>
    /// <param name="configure">Sets what one engine needs and the other does not.</param>
    /// <exception cref="SocketException">It cannot be bound.</exception>
    internal static Socket Bind(IPEndPoint endpoint, Action<Socket> configure)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            Configure(socket);
            configure(socket);
            socket.Bind(endpoint);
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Lets several sockets of this process share a port, and the kernel spread clients over them.</summary>
    // Raw: what .NET calls ReuseAddress would also let a socket of somebody else take the port over.
    internal static void SharePort(Socket socket) =>
        socket.SetRawSocketOption(SocketLevel, ReusePort, BitConverter.GetBytes(1));

    /// <summary>How many octets the kernel keeps for datagrams that wait.</summary>
    // Linux counts its own book-keeping in, and so says twice what it was asked for.
    internal static int ReceiveBufferLength(Socket socket) =>
        OperatingSystem.IsLinux() ? socket.ReceiveBufferSize / 2 : socket.ReceiveBufferSize;

    private static void Configure(Socket socket)
    {
        // The kernel may grant less: a burst is then dropped earlier, and nothing else changes.
        TrySet(() => socket.ReceiveBufferSize = UdpOptions.WantedReceiveBuffer);
        if (OperatingSystem.IsLinux() && ReceiveBufferLength(socket) < UdpOptions.WantedReceiveBuffer)
            TrySet(() => ForceReceiveBuffer(socket));

        // A link that takes nothing would hold the thread in its send, and with it every client on other links. Lost
        // instead, a reply is asked for again.
        TrySet(() => socket.SendTimeout = SendTimeoutMilliseconds);

        // IPv4 has sockets of its own, and its clients must not appear here once more as mapped addresses.
        if (socket.AddressFamily == AddressFamily.InterNetworkV6)
            socket.DualMode = false;

        TrySet(() => ForbidFragments(socket));
    }

    /// <summary>Goes past the system's limit, which the administrator of the network may do.</summary>
    private static void ForceReceiveBuffer(Socket socket) => socket.SetRawSocketOption(
        SocketLevel, ReceiveBufferForce, BitConverter.GetBytes(UdpOptions.WantedReceiveBuffer));

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
            // Not offered by this platform, or not allowed to this process.
        }
    }
}
