namespace ValidationZone.Accounts;

/// <summary>When what was last used; stored together now and then.</summary>
/// <param name="Credentials">Usernames of credentials.</param>
/// <param name="Tokens">Identifiers of operator tokens.</param>
/// <param name="Queried">Subdomains that resolvers have asked for.</param>
public sealed record UseReport(
    IReadOnlyCollection<KeyValuePair<Guid, DateTimeOffset>> Credentials,
    IReadOnlyCollection<KeyValuePair<Guid, DateTimeOffset>> Tokens,
    IReadOnlyCollection<KeyValuePair<Subdomain, DateTimeOffset>> Queried);
