namespace ValidationZone.Accounts;

/// <summary>One change of the values at a subdomain.</summary>
public sealed record ChallengeChange
{
    /// <summary>Where.</summary>
    public required Subdomain Subdomain { get; init; }

    /// <summary>The username of the credential that asks for it.</summary>
    public required Guid Publisher { get; init; }

    /// <summary>What is published or removed.</summary>
    public required ChallengeDigest Digest { get; init; }

    /// <summary>When it was asked for; a published value lives from then.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Whether the digest is to go; otherwise it is published or refreshed.</summary>
    public bool IsRemoval { get; init; }

    /// <summary>How long this one value lives; <see langword="null"/> for as long as the limits say.</summary>
    public TimeSpan? Lifetime { get; init; }

    /// <summary>How long values usually live and how many there may be; a removal does not look at it.</summary>
    public ValueLimits Limits { get; init; } = ValueLimits.Default;
}
