using System.Diagnostics.CodeAnalysis;

namespace ValidationZone.Accounts;

/// <summary>
/// What an ACME client publishes for DNS-01: the base64url SHA-256 of a key authorization, 43 characters
/// (RFC 8555 §8.4).
/// </summary>
/// <remarks>Nothing else is ever accepted: a free text here could pass as another service's proof of ownership.</remarks>
public sealed class ChallengeDigest : IEquatable<ChallengeDigest>
{
    /// <summary>How many characters a digest has.</summary>
    public const int Length = 43;

    /// <summary>The digest's text, for DNS and for the reply that echoes it.</summary>
    public string Text => throw new NotImplementedException();

    /// <summary>Reads a digest; <see langword="false"/> unless it is exactly 43 characters of <c>A-Za-z0-9-_</c>.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out ChallengeDigest? digest) =>
        throw new NotImplementedException();

    /// <summary>The digest for a key authorization: base64url(SHA-256(keyAuthorization)) (RFC 8555 §8.1, §8.4).</summary>
    public static ChallengeDigest FromKeyAuthorization(ReadOnlySpan<char> keyAuthorization) =>
        throw new NotImplementedException();

    /// <inheritdoc/>
    public bool Equals(ChallengeDigest? other) => throw new NotImplementedException();

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ChallengeDigest);

    /// <inheritdoc/>
    public override int GetHashCode() => throw new NotImplementedException();

    /// <summary>A mask: values are not for logs.</summary>
    public override string ToString() => "[challenge digest]";
}
