using System.Security.Cryptography;

namespace ValidationZone.Accounts;

/// <summary>The key that a credential has asked with, to be asked for again when its wish is carried out.</summary>
/// <remarks>
/// In between comes the body of the request, for which a sender may take half a minute: whoever has a stolen key could
/// keep requests under way, and the one that is there when the key is rotated would make a new one of it. Not a record:
/// hashes are not for logs.
/// </remarks>
public sealed class KeyProof
{
    private readonly Guid _username;
    private readonly byte[] _keyHash;

    /// <summary>Takes what was presented.</summary>
    /// <param name="hasher">Hashes the key.</param>
    /// <param name="username">Whose key it is.</param>
    /// <param name="key">The key.</param>
    public KeyProof(KeyHasher hasher, Guid username, string key)
    {
        ArgumentNullException.ThrowIfNull(hasher);
        _username = username;
        _keyHash = hasher.Hash(key);
    }

    /// <summary>Whether the credential still works, and this is still a key of it.</summary>
    internal bool Holds(StoredSubdomain stored, DateTimeOffset now) =>
        stored.IsEnabled && stored.Credentials.Any(credential =>
            credential.Username == _username
            && credential.IsEnabled
            && !(credential.ExpiresAt <= now)
            && (Is(credential.KeyHash) || (credential.PreviousUntil > now && Is(credential.PreviousKeyHash))));

    private bool Is(ReadOnlyMemory<byte> stored) => CryptographicOperations.FixedTimeEquals(stored.Span, _keyHash);
}
