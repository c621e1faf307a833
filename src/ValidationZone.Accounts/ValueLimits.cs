namespace ValidationZone.Accounts;

/// <summary>How long values live and how many there may be.</summary>
/// <param name="Lifetime">How long after its last publication a value vanishes.</param>
/// <param name="PerCredential">The most live values that one credential may have, 1 to 16.</param>
/// <param name="PerName">The most live values at one subdomain, 1 to 16.</param>
public sealed record ValueLimits(TimeSpan Lifetime, int PerCredential, int PerName)
{
    /// <summary>24 hours, 8 values a credential, 16 a name.</summary>
    public static ValueLimits Default { get; } = new(TimeSpan.FromHours(24), 8, 16);
}
