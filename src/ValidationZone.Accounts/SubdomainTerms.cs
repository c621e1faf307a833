namespace ValidationZone.Accounts;

/// <summary>What changes about a subdomain; what is <see langword="null"/> stays.</summary>
public sealed record SubdomainTerms
{
    /// <summary>The operator's own words about it.</summary>
    public Replacement<string?>? Note { get; init; }

    /// <summary>Whether its credentials work; disabling it takes its values away at once.</summary>
    public bool? IsEnabled { get; init; }
}
