namespace ValidationZone.Accounts;

/// <summary>How an administrator's change ended.</summary>
/// <param name="Outcome">What happened.</param>
/// <param name="Subdomain">The subdomain as it is now; only when it is done.</param>
/// <param name="Account">The new credential with its key; only when one was made.</param>
/// <param name="Repeated">The octets of the first reply; only when the request was repeated.</param>
public sealed record Administered(
    AdministeredOutcome Outcome,
    StoredSubdomain? Subdomain = null,
    Account? Account = null,
    ReadOnlyMemory<byte>? Repeated = null);
