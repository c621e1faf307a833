using System.Net;

namespace ValidationZone.Accounts;

/// <summary>Makes, lists, revokes and recognises operator tokens.</summary>
public sealed class OperatorTokens(IAccountStore store, KeyHasher hasher, TimeProvider clock)
{
    /// <summary>What every token starts with, so that a leaked one is recognised for what it is.</summary>
    public const string Prefix = "vz_";

    /// <summary>Makes a token.</summary>
    /// <returns>The stored token and its secret (<c>vz_</c> and 43 characters, 256 random bits), shown once.</returns>
    /// <exception cref="StoreUnavailableException">The store could not commit.</exception>
    public Task<(OperatorToken Token, string Secret)> CreateAsync(
        TokenRole role, AllowFrom allowFrom, int? quota = null, DateTimeOffset? expiresAt = null, string? note = null) =>
        throw new NotImplementedException($"{store}{hasher}{clock}");

    /// <summary>All tokens, the revoked ones too, oldest first.</summary>
    /// <exception cref="StoreUnavailableException">The store could not be read.</exception>
    public Task<IReadOnlyList<OperatorToken>> ListAsync(CancellationToken cancellation = default) =>
        throw new NotImplementedException();

    /// <summary>Revokes a token at once; <see langword="false"/> when there is none with that identifier.</summary>
    /// <exception cref="StoreUnavailableException">The store could not commit.</exception>
    public Task<bool> RevokeAsync(Guid id) => throw new NotImplementedException();

    /// <summary>Recognises a secret.</summary>
    /// <returns>
    /// The token, or <see langword="null"/> when the secret is unknown, revoked, expired or used up, its role is below
    /// <paramref name="required"/>, or the address is not allowed.
    /// </returns>
    /// <exception cref="StoreUnavailableException">The store could not be read.</exception>
    public Task<OperatorToken?> AuthenticateAsync(
        string secret, IPAddress source, TokenRole required, CancellationToken cancellation = default) =>
        throw new NotImplementedException();
}
