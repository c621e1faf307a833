using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using ValidationZone.Wire;

namespace ValidationZone.Accounts;

/// <summary>The place and the key of one kept account, made from an operator token's secret and a domain.</summary>
/// <remarks>
/// Both the pepper and the secret go into them, and the server keeps only the pepper. Neither the database nor the
/// database with its pepper opens a box; the server itself can only while a request presents the secret.
/// </remarks>
internal sealed class AccountSeal : IDisposable
{
    private const int PlaceLength = 32;

    // Not the hash by which a token is found, which stands in the database.
    private const string Purpose = "account storage of ";

    private readonly byte[] _place;
    private readonly byte[] _key;

    /// <summary>Makes the seal.</summary>
    internal AccountSeal(KeyHasher hasher, string tokenSecret, DomainName domain)
    {
        // Letter case and a closing dot do not make another domain.
        byte[] source = hasher.Hash(Purpose + tokenSecret);
        byte[] name = [.. domain.ToString().ToLowerInvariant().Select(c => (byte)c)];
        // As info the domain ties both parts to itself (RFC 5869 §3.2). The source is a keyed hash: no salt (§3.1).
        byte[] derived = HKDF.DeriveKey(HashAlgorithmName.SHA256, source, PlaceLength + SealedBox.KeyLength, info: name);
        _place = derived[..PlaceLength];
        _key = derived[PlaceLength..];
        CryptographicOperations.ZeroMemory(source);
        CryptographicOperations.ZeroMemory(derived);
    }

    /// <summary>Where the box is kept.</summary>
    internal ReadOnlyMemory<byte> Place => _place;

    /// <summary>Seals a content. A key belongs to one domain of one token, and seals a few times in its life.</summary>
    internal byte[] Close(ReadOnlySpan<byte> content) => SealedBox.Close(_key, content);

    /// <summary>Opens a box; <see langword="false"/> when it is not one that this seal has closed.</summary>
    internal bool TryOpen(ReadOnlySpan<byte> box, [NotNullWhen(true)] out byte[]? content) =>
        SealedBox.TryOpen(_key, box, out content);

    /// <summary>Forgets the key.</summary>
    public void Dispose() => CryptographicOperations.ZeroMemory(_key);
}
