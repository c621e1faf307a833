namespace ValidationZone.Accounts;

/// <summary>What changes about a credential; what is <see langword="null"/> stays.</summary>
public sealed record CredentialChange
{
    /// <summary>The addresses from which it may be used.</summary>
    public AllowFrom? AllowFrom { get; init; }

    /// <summary>The operator's own words about it.</summary>
    public Replacement<string?>? Note { get; init; }

    /// <summary>When it ceases to work.</summary>
    public Replacement<DateTimeOffset?>? ExpiresAt { get; init; }

    /// <summary>Whether it works at all.</summary>
    public bool? IsEnabled { get; init; }
}
