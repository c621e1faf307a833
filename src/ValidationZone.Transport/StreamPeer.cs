using System.Net;
using ValidationZone.Authority.Answering;

namespace ValidationZone.Transport;

/// <summary>Who is at the other end of a DNS stream.</summary>
/// <param name="Transport"><see cref="DnsTransport.Tcp"/> or <see cref="DnsTransport.Tls"/>.</param>
/// <param name="Address">The client's address, 4 octets or 16; empty when it is not known.</param>
public readonly record struct StreamPeer(DnsTransport Transport, ReadOnlyMemory<byte> Address)
{
    /// <summary>A peer with an address of the platform's kind.</summary>
    /// <param name="transport">What carries the stream.</param>
    /// <param name="address">Its address; an IPv4-mapped one counts as IPv4; <see langword="null"/> when not known.</param>
    public static StreamPeer Over(DnsTransport transport, IPAddress? address) => new(
        transport,
        (address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.GetAddressBytes());
}
