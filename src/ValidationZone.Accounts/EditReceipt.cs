namespace ValidationZone.Accounts;

/// <summary>What a store made of a <see cref="SubdomainEdit"/>.</summary>
/// <param name="Verdict">Whether it is done, or why not.</param>
/// <param name="Subdomain">What is stored now; only with <see cref="EditVerdict.Done"/>.</param>
/// <param name="Kept">The reply kept earlier; only with <see cref="EditVerdict.Repeated"/>.</param>
public sealed record EditReceipt(EditVerdict Verdict, StoredSubdomain? Subdomain = null, SealedReply? Kept = null);
