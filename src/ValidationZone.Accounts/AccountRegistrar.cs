using ValidationZone.Wire;

namespace ValidationZone.Accounts;

/// <summary>Creates accounts.</summary>
public sealed class AccountRegistrar(
    IAccountStore store, AccountDirectory? directory, KeyHasher hasher, DomainName apex, TimeProvider clock)
{
    /// <summary>Random names do not collide; whoever sees this many that do has a broken random source.</summary>
    private const int MostAttempts = 4;

    /// <summary>Creates a subdomain with its first credential; its name exists in DNS before this returns.</summary>
    /// <param name="allowFrom">The addresses from which the credential may be used.</param>
    /// <param name="token">The operator token that pays for it, when registration is gated by one.</param>
    /// <param name="note">The operator's own words about it.</param>
    public async Task<Registration> RegisterAsync(AllowFrom allowFrom, OperatorToken? token = null, string? note = null)
    {
        ArgumentNullException.ThrowIfNull(allowFrom);
        try
        {
            for (int attempt = 0; attempt < MostAttempts; attempt++)
            {
                // All three are new for each attempt: which of them was taken is not worth finding out.
                ApiKey key = ApiKey.Generate();
                NewSubdomain candidate = NewCandidate(key, allowFrom, note, token?.Id);
                RegistrationReceipt receipt = await store.RegisterAsync(candidate).ConfigureAwait(false);
                if (receipt.Verdict == RegistrationVerdict.TokenSpent)
                    return new Registration(RegistrationOutcome.TokenSpent, Account: null);

                if (receipt.Verdict == RegistrationVerdict.Registered)
                    return Announce(candidate, key, receipt.Revision);
            }
        }
        catch (StoreUnavailableException)
        {
            // Nothing was told to anyone: should it be stored after all, it is a name that nobody has the key of.
            return new Registration(RegistrationOutcome.StorageUnavailable, Account: null);
        }

        throw new InvalidOperationException("the random source repeats itself");
    }

    private NewSubdomain NewCandidate(ApiKey key, AllowFrom allowFrom, string? note, Guid? tokenId)
    {
        var credential = new Credential
        {
            Username = RandomUuid.Next(),
            KeyHash = hasher.Hash(key.Reveal()),
            AllowFrom = allowFrom,
            CreatedAt = clock.GetUtcNow(),
        };
        return new NewSubdomain(Subdomain.Generate(), credential, note, tokenId);
    }

    private Registration Announce(NewSubdomain registered, ApiKey key, long revision)
    {
        // The name must exist before the caller learns it: a resolver that asks at once must not be told, and remember,
        // that it does not.
        Credential credential = registered.Credential;
        directory?.Apply(new StoredSubdomain(
            registered.Subdomain,
            revision,
            credential.CreatedAt,
            DeletedAt: null,
            registered.Note,
            [credential],
            Values: []));
        string fulldomain = registered.Subdomain.ToFulldomain(apex);
        var account = new Account(credential.Username, key, registered.Subdomain, fulldomain, credential.AllowFrom);
        return new Registration(RegistrationOutcome.Created, account);
    }
}
