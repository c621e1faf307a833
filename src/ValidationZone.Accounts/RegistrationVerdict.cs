namespace ValidationZone.Accounts;

/// <summary>Everything that a store can decide about a registration.</summary>
public enum RegistrationVerdict
{
    /// <summary>The subdomain and its credential are durable.</summary>
    Registered,

    /// <summary>The name or the username exists, or the name was deleted and is never given out again.</summary>
    NameTaken,

    /// <summary>The same idempotency key was used before; what was kept then comes with the receipt.</summary>
    Repeated,

    /// <summary>It was over the cap, and no repetition.</summary>
    OverCap,

    /// <summary>The operator token is unknown, revoked, expired or used up.</summary>
    TokenSpent,
}
