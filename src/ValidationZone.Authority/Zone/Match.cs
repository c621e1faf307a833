namespace ValidationZone.Authority.Zone;

/// <summary>Where a QNAME fell, and the node when it fell on one.</summary>
/// <param name="Kind">Where it fell.</param>
/// <param name="Node">What exists there; not <see langword="null"/> for <see cref="MatchKind.AtName"/>.</param>
internal readonly record struct Match(MatchKind Kind, ZoneNode? Node = null);
