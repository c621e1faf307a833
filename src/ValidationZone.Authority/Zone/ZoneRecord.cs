using ValidationZone.Wire;

namespace ValidationZone.Authority.Zone;

/// <summary>One static record of the zone, as a master file gives it.</summary>
/// <param name="OwnerName">The owner, at or below the apex.</param>
/// <param name="Type">The record's type.</param>
/// <param name="TtlSeconds">How long a resolver may keep it; at most 2^31 - 1.</param>
/// <param name="Rdata">The RDATA in wire form, names in it uncompressed.</param>
public sealed record ZoneRecord(DomainName OwnerName, RecordType Type, uint TtlSeconds, ReadOnlyMemory<byte> Rdata);
