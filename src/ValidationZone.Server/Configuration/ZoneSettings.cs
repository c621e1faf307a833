using ValidationZone.Authority.Zone;
using ValidationZone.Wire;

namespace ValidationZone.Server.Configuration;

/// <summary>The zone that is served.</summary>
/// <param name="Apex">Its name, in lower case.</param>
/// <param name="FileContents">What the zone file holds; <see langword="null"/> when there is none.</param>
/// <param name="TtlSeconds">The TTL of challenge TXT records.</param>
/// <param name="NegativeTtlSeconds">SOA MINIMUM of a synthesised apex.</param>
internal sealed record ZoneSettings(
    DomainName Apex, ZoneContents? FileContents, uint TtlSeconds, uint NegativeTtlSeconds);
