namespace ValidationZone.Delegation.Caa;

/// <summary>What the CAA records of a domain say to one authority.</summary>
internal enum CaaDecision
{
    /// <summary>It may issue.</summary>
    Permits,

    /// <summary>It may not issue.</summary>
    Forbids,

    /// <summary>It may not issue the wildcard, though it may issue for the domain.</summary>
    ForbidsWildcard,

    /// <summary>It may issue, but only for another ACME account.</summary>
    OtherAccount,

    /// <summary>It may issue, but not by dns-01.</summary>
    OtherMethod,

    /// <summary>There is a critical property that it may not know.</summary>
    UnknownCritical,
}
