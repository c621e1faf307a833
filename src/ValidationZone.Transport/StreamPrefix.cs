using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace ValidationZone.Transport;

/// <summary>Whose streams are counted together.</summary>
/// <param name="IsIPv6">Which family <paramref name="Bits"/> is of.</param>
/// <param name="Bits">The IPv4 address, or the first 64 bits of the IPv6 address.</param>
internal readonly record struct StreamPrefix(bool IsIPv6, ulong Bits)
{
    /// <summary>The prefix of a client. All whose address is not known share one.</summary>
    internal static StreamPrefix Of(IPAddress? address)
    {
        IPAddress? plain = address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
        if (plain is null)
            return default;

        byte[] octets = plain.GetAddressBytes();
        // A host has a /64 to itself and may use any address in it: counted singly, it would have no limit at all.
        return plain.AddressFamily == AddressFamily.InterNetworkV6
            ? new StreamPrefix(true, BinaryPrimitives.ReadUInt64BigEndian(octets))
            : new StreamPrefix(false, BinaryPrimitives.ReadUInt32BigEndian(octets));
    }
}
