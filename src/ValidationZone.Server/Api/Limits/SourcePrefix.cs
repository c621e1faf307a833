using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace ValidationZone.Server.Api.Limits;

/// <summary>The network that a request comes from, as DNS replies are limited: IPv4 /24, IPv6 /56.</summary>
internal static class SourcePrefix
{
    private const int HostBits4 = 8;
    private const int HostBits6 = 8;

    /// <summary>The prefix as a number, told apart by family.</summary>
    internal static ulong Of(IPAddress address)
    {
        IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        byte[] octets = plain.GetAddressBytes();
        // Of an IPv6 address the first half; the other is the host's to choose, and to change at will.
        // The lowest bit tells the families apart, which would else share windows.
        return plain.AddressFamily == AddressFamily.InterNetwork
            ? ((ulong)BinaryPrimitives.ReadUInt32BigEndian(octets) >> HostBits4 << 1) | 1
            : BinaryPrimitives.ReadUInt64BigEndian(octets) >> HostBits6 << 1;
    }
}
