namespace ValidationZone.Accounts;

/// <summary>A change of a subdomain and its credentials, as a rule that a store applies in its write transaction.</summary>
/// <param name="Subdomain">Where.</param>
/// <param name="Rule">
/// A pure function of what is stored now, expired values left out; it may be applied again after a rollback.
/// </param>
/// <param name="Reply">Kept in the same transaction; <see langword="null"/> to keep none.</param>
public sealed record SubdomainEdit(
    Subdomain Subdomain, Func<StoredSubdomain, EditStep> Rule, SealedReply? Reply = null);
