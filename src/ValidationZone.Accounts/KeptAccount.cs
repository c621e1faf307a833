namespace ValidationZone.Accounts;

/// <summary>An account as its client keeps it for a domain, to be asked for before each order.</summary>
/// <param name="Username">The username.</param>
/// <param name="Key">The key.</param>
/// <param name="Subdomain">The one subdomain that they may change.</param>
/// <param name="ServerUrl">The API address that the client had noted; given back as it came.</param>
public sealed record KeptAccount(Guid Username, ApiKey Key, Subdomain Subdomain, string ServerUrl);
