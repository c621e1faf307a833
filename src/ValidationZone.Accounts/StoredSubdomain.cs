namespace ValidationZone.Accounts;

/// <summary>A subdomain as the store holds it, with its credentials and live values, at one revision.</summary>
/// <param name="Subdomain">The name below the apex.</param>
/// <param name="Revision">The store's change counter at the last change of this subdomain.</param>
/// <param name="CreatedAt">When it was registered.</param>
/// <param name="DeletedAt">When it was deleted for good; <see langword="null"/> while it exists.</param>
/// <param name="Note">The operator's own words about it.</param>
/// <param name="Credentials">Who may change it; empty once deleted.</param>
/// <param name="Values">What is published, oldest first; empty once deleted.</param>
public sealed record StoredSubdomain(
    Subdomain Subdomain,
    long Revision,
    DateTimeOffset CreatedAt,
    DateTimeOffset? DeletedAt,
    string? Note,
    IReadOnlyList<Credential> Credentials,
    IReadOnlyList<LiveValue> Values)
{
    /// <summary>Whether its credentials work. One that is disabled holds no values, and its name still exists.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>When a value was last published; unknown where a store was only loaded.</summary>
    public DateTimeOffset? LastPublishedAt { get; init; }

    /// <summary>When a resolver last asked for it, to about a minute; unknown where a store was only loaded.</summary>
    public DateTimeOffset? LastQueriedAt { get; init; }
}
