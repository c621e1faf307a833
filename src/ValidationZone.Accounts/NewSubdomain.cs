namespace ValidationZone.Accounts;

/// <summary>A subdomain that is to be registered, with its first credential.</summary>
/// <param name="Subdomain">The name, which must never have been given out.</param>
/// <param name="Credential">Who may change it.</param>
/// <param name="Note">The operator's own words about it.</param>
/// <param name="TokenId">
/// The operator token whose quota pays for it; <see langword="null"/> when none is asked for.
/// </param>
/// <param name="Reply">Kept in the same transaction; <see langword="null"/> to keep none.</param>
public sealed record NewSubdomain(
    Subdomain Subdomain, Credential Credential, string? Note, Guid? TokenId, SealedReply? Reply = null)
{
    /// <summary>Whether there are as many as there may be: all that can still be had is a kept reply.</summary>
    public bool IsOverCap { get; init; }
}
