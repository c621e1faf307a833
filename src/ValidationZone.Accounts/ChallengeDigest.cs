using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace ValidationZone.Accounts;

/// <summary>
/// What an ACME client publishes for DNS-01: the base64url SHA-256 of a key authorization, 43 characters
/// (RFC 8555 §8.4).
/// </summary>
/// <remarks>
/// Nothing else is ever accepted: a free text here could pass as another service's proof of ownership.
/// </remarks>
public sealed class ChallengeDigest : IEquatable<ChallengeDigest>
{
    /// <summary>How many characters a digest has.</summary>
    public const int Length = 43;

    private readonly byte[] _octets;

    private ChallengeDigest(byte[] octets) => _octets = octets;

    /// <summary>The digest's text, for DNS and for the reply that echoes it.</summary>
    public string Text => Encoding.ASCII.GetString(_octets);

    /// <summary>The digest's text in ASCII, as DNS and the store hold it.</summary>
    public ReadOnlyMemory<byte> Octets => _octets;

    /// <summary>
    /// Reads a digest; <see langword="false"/> unless it is exactly 43 characters of <c>A-Za-z0-9-_</c>.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out ChallengeDigest? digest)
    {
        digest = null;

        // The last character carries two bits more than a SHA-256 has. Clients that set them are answered all the same:
        // what the text stands for is between them and their authority.
        if (text.Length != Length || text.ContainsAnyExcept(Base64UrlAlphabet.Characters))
            return false;

        var octets = new byte[Length];
        Encoding.ASCII.GetBytes(text, octets);
        digest = new ChallengeDigest(octets);
        return true;
    }

    /// <summary>Reads a digest from its ASCII octets, as a store keeps them; the octets are copied.</summary>
    public static bool TryParse(ReadOnlySpan<byte> ascii, [NotNullWhen(true)] out ChallengeDigest? digest)
    {
        bool isDigest = ascii.Length == Length && !ascii.ContainsAnyExcept(Base64UrlAlphabet.Octets);
        digest = isDigest ? new ChallengeDigest(ascii.ToArray()) : null;
        return isDigest;
    }

    /// <summary>
    /// The digest for a key authorization: base64url(SHA-256(keyAuthorization)) (RFC 8555 §8.1, §8.4).
    /// </summary>
    public static ChallengeDigest FromKeyAuthorization(ReadOnlySpan<char> keyAuthorization)
    {
        // ASCII in practice; anything else becomes a digest that no authority expects, and harms only its sender.
        var text = new byte[Encoding.UTF8.GetByteCount(keyAuthorization)];
        Encoding.UTF8.GetBytes(keyAuthorization, text);
        var octets = new byte[Length];
        Base64Url.EncodeToUtf8(SHA256.HashData(text), octets);
        return new ChallengeDigest(octets);
    }

    /// <inheritdoc/>
    public bool Equals(ChallengeDigest? other) => other is not null && _octets.AsSpan().SequenceEqual(other._octets);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ChallengeDigest);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.AddBytes(_octets);
        return hash.ToHashCode();
    }

    /// <summary>A mask: values are not for logs.</summary>
    public override string ToString() => "[challenge digest]";
}
