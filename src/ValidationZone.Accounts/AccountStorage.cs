using ValidationZone.Wire;

namespace ValidationZone.Accounts;

/// <summary>Keeps accounts for clients that have no disk of their own, by domain, sealed with their token.</summary>
/// <remarks>
/// An operator token sees what was put with it and nothing else: what another one has put has another place and
/// another key, even for the same domain.
/// </remarks>
public sealed class AccountStorage(
    IAccountStore store, AccountDirectory directory, KeyHasher hasher, TimeProvider clock)
{
    /// <summary>Keeps an account for a domain, in the place of the one that was kept for it before.</summary>
    /// <param name="token">The token, as it was recognised.</param>
    /// <param name="secret">The token's secret, which the account is sealed with and which is kept nowhere.</param>
    /// <param name="domain">The domain that certificates are ordered for.</param>
    /// <param name="account">The account; that its key works is for the caller to have checked.</param>
    /// <returns>
    /// <see langword="false"/> when the token was revoked meanwhile, or keeps as many accounts as it may register.
    /// </returns>
    /// <exception cref="StoreUnavailableException">The store could not commit.</exception>
    public Task<bool> PutAsync(OperatorToken token, string secret, DomainName domain, KeptAccount account)
    {
        ArgumentNullException.ThrowIfNull(token);
        ArgumentNullException.ThrowIfNull(account);
        using AccountSeal seal = NewSeal(secret, domain);
        byte[] box = KeptAccountOctets.Seal(seal, account);
        return store.PutSealedAccountAsync(new SealedAccount(seal.Place, token.Id, box, clock.GetUtcNow()));
    }

    /// <summary>The account that is kept for a domain.</summary>
    /// <returns>
    /// <see langword="null"/> when there is none, or none any more: a client that was given a deleted account could
    /// only fail with it, and registers a new one instead.
    /// </returns>
    /// <exception cref="StoreUnavailableException">The store could not be read, or the account is damaged.</exception>
    public async Task<KeptAccount?> FindAsync(
        string secret, DomainName domain, CancellationToken cancellation = default)
    {
        using AccountSeal seal = NewSeal(secret, domain);
        byte[]? box = await store.FindSealedAccountAsync(seal.Place, cancellation).ConfigureAwait(false);
        if (box is null)
            return null;

        // Not "none": the client would register a new account, and its order would stop for a CNAME that is right.
        if (!KeptAccountOctets.TryOpen(seal, box, out KeptAccount? account))
            throw new StoreUnavailableException("the database is damaged: a kept account cannot be opened");

        return directory.Find(account.Username) is null ? null : account;
    }

    private AccountSeal NewSeal(string secret, DomainName domain)
    {
        ArgumentNullException.ThrowIfNull(secret);
        ArgumentNullException.ThrowIfNull(domain);
        return new AccountSeal(hasher, secret, domain);
    }
}
