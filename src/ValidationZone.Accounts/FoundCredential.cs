namespace ValidationZone.Accounts;

/// <summary>A credential and the subdomain that it may change.</summary>
internal readonly struct FoundCredential(CredentialEntry entry, SubdomainState owner)
{
    /// <summary>What an unknown username is treated like.</summary>
    internal static FoundCredential Nobody { get; } = new(CredentialEntry.Nobody, SubdomainState.OfNobody);

    internal CredentialEntry Entry { get; } = entry;

    internal SubdomainState Owner { get; } = owner;
}
