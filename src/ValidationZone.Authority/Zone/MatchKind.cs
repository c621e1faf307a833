namespace ValidationZone.Authority.Zone;

/// <summary>Where a QNAME fell.</summary>
internal enum MatchKind : byte
{
    /// <summary>Not at or below the apex: not ours to answer.</summary>
    OutsideZone,

    /// <summary>Inside the zone, while its data is not loaded: nothing may be said about it.</summary>
    NotLoaded,

    /// <summary>At an existing name: the apex, a static name, a subdomain or an empty non-terminal.</summary>
    AtName,

    /// <summary>Inside the zone, at a name that does not exist.</summary>
    Nowhere,
}
