using System.Net.Sockets;

namespace ValidationZone.Transport;

/// <summary>The control message of Linux that tells which of our addresses was asked.</summary>
internal static class PacketInfo
{
    // Level and name of the option that turns it on, and the same of the message for IPv4; those of IPv6 differ.
    private const int IPv4Level = 0;
    private const int IPv4Info = 8;
    private const int IPv6Level = 41;
    private const int IPv6ReceiveInfo = 49;

    // struct cmsghdr: a length of eight octets, level and type of four each.
    private const int HeaderLength = 16;
    private const int InterfaceLength = sizeof(int);
    private const int IPv6AddressLength = 16;

    /// <summary>Has the kernel put the message beside each datagram.</summary>
    internal static void Enable(Socket socket)
    {
        bool isIPv4 = socket.AddressFamily == AddressFamily.InterNetwork;
        socket.SetRawSocketOption(
            isIPv4 ? IPv4Level : IPv6Level, isIPv4 ? IPv4Info : IPv6ReceiveInfo, BitConverter.GetBytes(1));
    }

    /// <summary>Makes of a message about a request the one that sends its reply from the address that was asked.</summary>
    /// <remarks>
    /// The interface is left open: the way back need not be the way in. A link-local address means nothing without its
    /// interface, and keeps it.
    /// </remarks>
    internal static void TurnRound(Span<byte> control, bool isIPv4)
    {
        // struct in_pktinfo: interface, the local address that was asked, the address in the header.
        // struct in6_pktinfo: the address that was asked, interface.
        int at = isIPv4 ? HeaderLength : HeaderLength + IPv6AddressLength;
        if (control.Length < at + InterfaceLength)
            return;

        bool isLinkLocal = !isIPv4 && control[HeaderLength] == 0xFE && (control[HeaderLength + 1] & 0xC0) == 0x80;
        if (!isLinkLocal)
            control.Slice(at, InterfaceLength).Clear();
    }
}
