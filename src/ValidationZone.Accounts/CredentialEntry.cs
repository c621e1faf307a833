namespace ValidationZone.Accounts;

/// <summary>What the directory keeps of a credential. Immutable; a changed credential is a new entry.</summary>
internal sealed class CredentialEntry
{
    private readonly HashOctets _keyHash;

    // Milliseconds: a nullable time would take 24 bytes in each of a million entries.
    private readonly long _expiresAt;

    internal CredentialEntry(Credential credential, SubdomainState owner, CredentialEntry? next)
    {
        Username = credential.Username;
        AllowFrom = credential.AllowFrom;
        IsEnabled = credential.IsEnabled;
        Owner = owner;
        Next = next;
        _expiresAt = credential.ExpiresAt?.ToUnixTimeMilliseconds() ?? long.MaxValue;
        credential.KeyHash.Span.CopyTo(_keyHash);
    }

    /// <summary>The entry against which the key of an unknown username is compared.</summary>
    internal static CredentialEntry Nobody { get; } = new(
        new Credential
        {
            Username = Guid.Empty,
            KeyHash = new byte[KeyHasher.HashLengthInOctets],
            AllowFrom = AllowFrom.Anywhere,
            CreatedAt = DateTimeOffset.UnixEpoch,

            // What keeps a key that happens to match the zeros above from being accepted.
            IsEnabled = false,
        },
        new SubdomainState(Subdomain.Generate()),
        next: null);

    internal Guid Username { get; }

    internal ReadOnlySpan<byte> KeyHash => _keyHash;

    internal AllowFrom AllowFrom { get; }

    internal bool IsEnabled { get; }

    internal SubdomainState Owner { get; }

    /// <summary>The next credential of the same subdomain.</summary>
    internal CredentialEntry? Next { get; }

    internal bool IsExpiredAt(long now) => _expiresAt <= now;
}
