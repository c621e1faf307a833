namespace ValidationZone.Accounts;

/// <summary>What a registrant is given, once: the only object that holds a key in clear.</summary>
/// <param name="Username">The username, a version 4 UUID.</param>
/// <param name="Key">The key.</param>
/// <param name="Subdomain">The account's own name below the apex.</param>
/// <param name="Fulldomain">That name with the apex, no trailing dot: where a CNAME must point.</param>
/// <param name="AllowFrom">The addresses from which the account may be used.</param>
public sealed record Account(Guid Username, ApiKey Key, Subdomain Subdomain, string Fulldomain, AllowFrom AllowFrom);
