namespace ValidationZone.Storage.AcmeDns;

/// <summary>An account that was left out.</summary>
/// <param name="Subdomain">Its subdomain as the other server stores it, which may be anything.</param>
/// <param name="Reason">Why.</param>
public sealed record SkippedAccount(string Subdomain, string Reason);
