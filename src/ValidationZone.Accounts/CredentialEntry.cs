using System.Diagnostics.CodeAnalysis;

namespace ValidationZone.Accounts;

/// <summary>What the directory keeps of a credential. Immutable, and a value: it lies inside its subdomain.</summary>
internal readonly struct CredentialEntry
{
    private readonly HashOctets _keyHash;

    internal CredentialEntry(Credential credential, bool isEnabled)
    {
        Username = credential.Username;
        Terms = CredentialTerms.Of(credential, isEnabled);
        credential.KeyHash.Span.CopyTo(_keyHash);
    }

    // The default: a name that nobody is given and a key of zeros, which might be matched, so it is disabled.
    private CredentialEntry(CredentialTerms terms) => Terms = terms;

    /// <summary>The entry against which the key of an unknown username is compared.</summary>
    internal static CredentialEntry Nobody { get; } = new(CredentialTerms.Disabled);

    internal Guid Username { get; }

    internal CredentialTerms Terms { get; }

    [UnscopedRef]
    internal ReadOnlySpan<byte> KeyHash => _keyHash;

    internal bool IsSameAs(in CredentialEntry other) =>
        Username == other.Username && KeyHash.SequenceEqual(other.KeyHash) && Terms.IsSameAs(other.Terms);
}
