namespace ValidationZone.Authority.Zone;

/// <summary>Where a static CNAME leads, worked out when the zone is put together.</summary>
/// <param name="Aliases">The names with further CNAMEs on the way, each at most once, so that a loop ends.</param>
/// <param name="Target">
/// The folded name, relative to the apex, at which the chain ends; <see langword="null"/> when it leaves the zone or
/// runs in a circle.
/// </param>
internal sealed record AliasChain(ZoneNode[] Aliases, byte[]? Target);
