using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;

namespace ValidationZone.Accounts;

/// <summary>Makes, lists, revokes and recognises operator tokens.</summary>
public sealed class OperatorTokens(IAccountStore store, KeyHasher hasher, TimeProvider clock)
{
    /// <summary>What every token starts with, so that a leaked one is recognised for what it is.</summary>
    public const string Prefix = "vz_";

    private const int RandomOctets = 32;
    // What 32 octets are in base64url without padding (RFC 4648 §5).
    private const int RandomCharacters = 43;

    /// <summary>Is told which tokens are used; <see langword="null"/> for nobody.</summary>
    public UseBook? Uses { get; init; }

    /// <summary>Makes a token.</summary>
    /// <returns>The stored token and its secret (<c>vz_</c> and 43 characters, 256 random bits), shown once.</returns>
    /// <exception cref="StoreUnavailableException">The store could not commit.</exception>
    public async Task<(OperatorToken Token, string Secret)> CreateAsync(
        TokenRole role, AllowFrom allowFrom, int? quota = null, DateTimeOffset? expiresAt = null, string? note = null)
    {
        ArgumentNullException.ThrowIfNull(allowFrom);
        // Kept nowhere but in the reply; the store gets its hash.
        string secret = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomOctets));
        var token = new OperatorToken
        {
            Id = RandomUuid.Next(),
            SecretHash = hasher.Hash(secret),
            Role = role,
            AllowFrom = allowFrom,
            CreatedAt = clock.GetUtcNow(),
            ExpiresAt = expiresAt,
            Quota = quota,
            Note = note,
        };
        await store.AddTokenAsync(token).ConfigureAwait(false);
        return (token, secret);
    }

    /// <summary>All tokens, the revoked ones too, oldest first.</summary>
    /// <exception cref="StoreUnavailableException">The store could not be read.</exception>
    public Task<IReadOnlyList<OperatorToken>> ListAsync(CancellationToken cancellation = default) =>
        store.ListTokensAsync(cancellation);

    /// <summary>Revokes a token at once; <see langword="false"/> when there is none with that identifier.</summary>
    /// <exception cref="StoreUnavailableException">The store could not commit.</exception>
    public Task<bool> RevokeAsync(Guid id) => store.RevokeTokenAsync(id);

    /// <summary>Recognises a secret.</summary>
    /// <returns>
    /// The token, or <see langword="null"/> when the secret is unknown, revoked, expired or used up, its role is below
    /// <paramref name="required"/>, or the address is not allowed.
    /// </returns>
    /// <exception cref="StoreUnavailableException">The store could not be read.</exception>
    public async Task<OperatorToken?> AuthenticateAsync(
        string secret, IPAddress source, TokenRole required, CancellationToken cancellation = default)
    {
        OperatorToken? token = await RecogniseAsync(secret, source, required, cancellation).ConfigureAwait(false);
        // A comparison with a quota that is not set is false, so no quota refuses nothing.
        return token?.Used >= token?.Quota ? null : token;
    }

    /// <summary>Recognises a secret, also of a token that may register no more.</summary>
    /// <returns>
    /// The token, or <see langword="null"/> when the secret is unknown, revoked or expired, its role is below
    /// <paramref name="required"/>, or the address is not allowed.
    /// </returns>
    /// <exception cref="StoreUnavailableException">The store could not be read.</exception>
    public async Task<OperatorToken?> RecogniseAsync(
        string secret, IPAddress source, TokenRole required, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(secret);
        if (!IsWellFormed(secret))
            return null;

        // Found by its keyed hash: how long the look-up takes tells nothing about the secret of a token that exists.
        OperatorToken? token = await store.FindTokenAsync(hasher.Hash(secret), cancellation).ConfigureAwait(false);
        bool isAccepted = token is not null
            && IsUsable(token, clock.GetUtcNow())
            && token.Role >= required
            && token.AllowFrom.Allows(source);
        if (!isAccepted)
            return null;

        Uses?.NoteToken(token!.Id);
        return token;
    }

    /// <summary>What cannot be a token is not worth a question to the store.</summary>
    private static bool IsWellFormed(string secret) =>
        secret.Length == Prefix.Length + RandomCharacters
        && secret.StartsWith(Prefix, StringComparison.Ordinal)
        && !secret.AsSpan(Prefix.Length).ContainsAnyExcept(Base64UrlAlphabet.Characters);

    private static bool IsUsable(OperatorToken token, DateTimeOffset now) =>
        token.RevokedAt is null && !(token.ExpiresAt <= now);
}
