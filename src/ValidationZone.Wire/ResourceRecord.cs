using System.Diagnostics;

namespace ValidationZone.Wire;

/// <summary>One record of a reply, apart from the message that it came in.</summary>
/// <param name="ownerName">The owner name, written out in full.</param>
/// <param name="type">The type.</param>
/// <param name="ttlSeconds">How long it may be kept.</param>
/// <param name="rdata">The RDATA; names in that of NS, CNAME and SOA are written out in full.</param>
public sealed class ResourceRecord(DomainName ownerName, RecordType type, uint ttlSeconds, ReadOnlyMemory<byte> rdata)
{
    /// <summary>The owner name.</summary>
    public DomainName OwnerName { get; } = ownerName;

    /// <summary>The type; it may be one that <see cref="RecordType"/> does not name.</summary>
    public RecordType Type { get; } = type;

    /// <summary>How long it may be kept, in seconds.</summary>
    public uint TtlSeconds { get; } = ttlSeconds;

    /// <summary>The RDATA.</summary>
    public ReadOnlyMemory<byte> Rdata { get; } = rdata;

    /// <summary>The name that NS or CNAME RDATA is.</summary>
    public DomainName ToName()
    {
        bool isName = DomainName.TryFromWire(Rdata.Span, out DomainName? name);
        Debug.Assert(isName, "only for NS and CNAME, whose RDATA was read as one name");
        return isName ? name! : DomainName.Root;
    }
}
