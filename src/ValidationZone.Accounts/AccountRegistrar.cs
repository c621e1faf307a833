using ValidationZone.Wire;

namespace ValidationZone.Accounts;

/// <summary>Creates accounts.</summary>
public sealed class AccountRegistrar(
    IAccountStore store, AccountDirectory? directory, KeyHasher hasher, DomainName apex, TimeProvider clock)
{
    /// <summary>Random names do not collide; whoever sees this many that do has a broken random source.</summary>
    private const int MostAttempts = 4;

    // Registrations that are on their way to the store and may still become names.
    private int _underWay;

    /// <summary>The most subdomains that there may be; 0 for any number. Only with a directory, which counts them.</summary>
    public int MaxNames { get; init; }

    /// <summary>Creates a subdomain with its first credential; its name exists in DNS before this returns.</summary>
    /// <param name="allowFrom">The addresses from which the credential may be used.</param>
    /// <param name="token">The operator token that pays for it, when registration is gated by one.</param>
    /// <param name="note">The operator's own words about it.</param>
    public Task<Registration> RegisterAsync(AllowFrom allowFrom, OperatorToken? token = null, string? note = null) =>
        RegisterAsync(new RegistrationOrder { AllowFrom = allowFrom, Token = token, Note = note });

    /// <summary>Creates a subdomain with its first credential; its name exists in DNS before this returns.</summary>
    public async Task<Registration> RegisterAsync(RegistrationOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);

        // Counted before the look: of two that are under way at once, no two take the last place.
        int underWay = Interlocked.Increment(ref _underWay);
        try
        {
            bool isFull = MaxNames > 0 && directory?.SubdomainCount + underWay > MaxNames;
            // The one that took the last place may ask again what its name is.
            return isFull && order.Seal is null
                ? new Registration(RegistrationOutcome.Full, Account: null)
                : await TryAsync(order, isFull).ConfigureAwait(false);
        }
        catch (StoreUnavailableException)
        {
            // Nothing was told to anyone: should it be stored after all, it is a name that nobody has the key of.
            return new Registration(RegistrationOutcome.StorageUnavailable, Account: null);
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    private async Task<Registration> TryAsync(RegistrationOrder order, bool isOverCap)
    {
        for (int attempt = 0; attempt < MostAttempts; attempt++)
        {
            // All three are new for each attempt: which of them was taken is not worth finding out.
            (NewSubdomain candidate, Account account) = NewCandidate(order);
            RegistrationReceipt receipt = await store
                .RegisterAsync(candidate with { IsOverCap = isOverCap })
                .ConfigureAwait(false);
            switch (receipt.Verdict)
            {
                case RegistrationVerdict.Registered:
                    Announce(candidate, receipt.Revision);
                    return new Registration(RegistrationOutcome.Created, account);

                case RegistrationVerdict.TokenSpent:
                    return new Registration(RegistrationOutcome.TokenSpent, Account: null);

                case RegistrationVerdict.OverCap:
                    return new Registration(RegistrationOutcome.Full, Account: null);

                case RegistrationVerdict.Repeated:
                    return Repeat(order, receipt);

                case RegistrationVerdict.NameTaken when order.Name is not null:
                    return new Registration(RegistrationOutcome.NameTaken, Account: null);
            }
        }

        throw new InvalidOperationException("the random source repeats itself");
    }

    private static Registration Repeat(RegistrationOrder order, RegistrationReceipt receipt) =>
        order.Seal!.TryOpen(receipt.Kept!, out byte[]? reply)
            ? new Registration(RegistrationOutcome.Repeated, Account: null, reply)
            : new Registration(RegistrationOutcome.KeyReused, Account: null);

    private (NewSubdomain Candidate, Account Account) NewCandidate(RegistrationOrder order)
    {
        ApiKey key = ApiKey.Generate();
        DateTimeOffset now = clock.GetUtcNow();
        var credential = new Credential
        {
            Username = RandomUuid.Next(),
            KeyHash = hasher.Hash(key.Reveal()),
            AllowFrom = order.AllowFrom,
            CreatedAt = now,
            ExpiresAt = order.ExpiresAt,
        };
        Subdomain subdomain = order.Name ?? Subdomain.Generate();
        var account = new Account(
            credential.Username, key, subdomain, subdomain.ToFulldomain(apex), credential.AllowFrom);
        SealedReply? reply = order.Seal?.Close(account, now);
        return (new NewSubdomain(subdomain, credential, order.Note, order.Token?.Id, reply), account);
    }

    // The name must exist before the caller learns it: a resolver that asks at once must not be told, and remember,
    // that it does not.
    private void Announce(NewSubdomain registered, long revision) => directory?.Apply(new StoredSubdomain(
        registered.Subdomain,
        revision,
        registered.Credential.CreatedAt,
        DeletedAt: null,
        registered.Note,
        [registered.Credential],
        Values: []));
}
