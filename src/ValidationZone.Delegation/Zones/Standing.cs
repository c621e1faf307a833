namespace ValidationZone.Delegation.Zones;

/// <summary>What one server says of a name and type.</summary>
internal enum Standing
{
    /// <summary>The name is an alias.</summary>
    Alias,

    /// <summary>There are records of the type.</summary>
    Records,

    /// <summary>The name exists, the type does not.</summary>
    NoData,

    /// <summary>The name does not exist.</summary>
    NxDomain,

    /// <summary>Other servers are to be asked, those of a zone below.</summary>
    Referral,

    /// <summary>It answers, but not as a server of the zone.</summary>
    Lame,

    /// <summary>It does not answer.</summary>
    Silent,

    /// <summary>It could not be asked from here.</summary>
    NotAsked,
}
