namespace ValidationZone.Accounts;

/// <summary>One published digest.</summary>
/// <param name="Digest">What the TXT record holds.</param>
/// <param name="Publisher">The username of the credential that published or last refreshed it.</param>
/// <param name="Sequence">Grows with each publication at the store; orders values from oldest to newest.</param>
/// <param name="ExpiresAt">When it vanishes by itself.</param>
public sealed record LiveValue(ChallengeDigest Digest, Guid Publisher, long Sequence, DateTimeOffset ExpiresAt)
{
    /// <summary>The life that its publisher asked for; <see langword="null"/> for the usual one.</summary>
    public TimeSpan? Lifetime { get; init; }
}
