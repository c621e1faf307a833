namespace ValidationZone.Accounts;

/// <summary>Which existing subdomains to list, ordered by name, one page.</summary>
public sealed record SubdomainSearch
{
    /// <summary>The name that the previous page ended with; <see langword="null"/> for the first page.</summary>
    public string? After { get; init; }

    /// <summary>How many at most, 1 to 500.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>Only names with this text in them; letter case does not count.</summary>
    public string? NameContains { get; init; }

    /// <summary>Only notes with this text in them; letter case of ASCII does not count.</summary>
    public string? NoteContains { get; init; }

    /// <summary>
    /// Only what was made before this moment and has published nothing since. What was used before the store counted
    /// uses, counts as used when it began to.
    /// </summary>
    public DateTimeOffset? UnusedSince { get; init; }

    /// <summary>Only what has never published anything, as far as the store knows.</summary>
    public bool NeverUsed { get; init; }
}
