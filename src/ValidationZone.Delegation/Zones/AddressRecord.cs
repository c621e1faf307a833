using System.Net;
using ValidationZone.Wire;

namespace ValidationZone.Delegation.Zones;

/// <summary>A and AAAA records.</summary>
internal static class AddressRecord
{
    private const int Ipv4Length = 4;
    private const int Ipv6Length = 16;

    /// <summary>The address; <see langword="null"/> for another type, or RDATA of another length.</summary>
    // IPAddress throws for other lengths, and the length is a stranger's choice.
    internal static IPAddress? Read(ResourceRecord record) => (record.Type, record.Rdata.Length) switch
    {
        (RecordType.A, Ipv4Length) or (RecordType.Aaaa, Ipv6Length) => new IPAddress(record.Rdata.Span),
        _ => null,
    };
}
