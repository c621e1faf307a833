namespace ValidationZone.Accounts;

/// <summary>How much there may be of what callers can make more of.</summary>
/// <param name="Names">The most subdomains that registration makes; 0 for no limit.</param>
/// <param name="CredentialsPerName">The most credentials of one subdomain, 1 to 64.</param>
public sealed record AccountCaps(int Names, int CredentialsPerName)
{
    /// <summary>2,000,000 names, 16 credentials each.</summary>
    public static AccountCaps Default { get; } = new(2_000_000, 16);
}
