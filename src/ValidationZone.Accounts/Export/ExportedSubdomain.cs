namespace ValidationZone.Accounts.Export;

/// <summary>A line of an export: one subdomain.</summary>
// A property that may be left out is nullable; all others are required, since a default would be a guess.
internal sealed record ExportedSubdomain
{
    /// <summary>The name below the apex.</summary>
    public required string Name { get; init; }

    /// <summary>The operator's own words about it.</summary>
    public string? Note { get; init; }

    /// <summary>Whether its credentials work.</summary>
    public required bool Enabled { get; init; }

    /// <summary>When it was registered.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When a value was last published, if that is known.</summary>
    public DateTimeOffset? Published { get; init; }

    /// <summary>Who may change it.</summary>
    public required IReadOnlyList<ExportedCredential?> Credentials { get; init; }

    /// <summary>What is published, oldest first.</summary>
    public required IReadOnlyList<ExportedValue?> Values { get; init; }
}
