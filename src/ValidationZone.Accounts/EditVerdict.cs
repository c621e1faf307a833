namespace ValidationZone.Accounts;

/// <summary>Everything that can come of a <see cref="SubdomainEdit"/>.</summary>
public enum EditVerdict
{
    /// <summary>The subdomain is as the rule said.</summary>
    Done,

    /// <summary>There is no such subdomain, or no such credential there.</summary>
    NotFound,

    /// <summary>It has as many credentials as it may have.</summary>
    TooManyCredentials,

    /// <summary>The same idempotency key was used before; what was kept then comes with the receipt.</summary>
    Repeated,
}
