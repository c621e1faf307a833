using ValidationZone.Wire;

namespace ValidationZone.Accounts;

/// <summary>What administrators do with accounts: each change is committed, then seen here, then told.</summary>
/// <param name="store">Where accounts are.</param>
/// <param name="directory">
/// What this process serves from; <see langword="null"/> beside a running server, which learns of it from the store.
/// </param>
/// <param name="hasher">Hashes new keys.</param>
/// <param name="apex">The zone.</param>
/// <param name="clock">Tells the time of changes.</param>
public sealed class AccountAdministration(
    IAccountStore store, AccountDirectory? directory, KeyHasher hasher, DomainName apex, TimeProvider clock)
{
    /// <summary>The longest time for which a rotated key may go on working.</summary>
    public static TimeSpan LongestOverlap { get; } = TimeSpan.FromDays(7);

    /// <summary>The most credentials of one subdomain.</summary>
    public int MaxCredentials { get; init; } = AccountCaps.Default.CredentialsPerName;

    /// <summary>Existing subdomains ordered by name, one page.</summary>
    /// <exception cref="StoreUnavailableException">The store could not be read.</exception>
    public Task<IReadOnlyList<StoredSubdomain>> SearchAsync(
        SubdomainSearch search, CancellationToken cancellation = default) =>
        store.SearchAsync(search, cancellation);

    /// <summary>One subdomain, deleted or not; <see langword="null"/> when there never was one of that name.</summary>
    /// <exception cref="StoreUnavailableException">The store could not be read.</exception>
    public Task<StoredSubdomain?> FindAsync(Subdomain subdomain, CancellationToken cancellation = default) =>
        store.FindAsync(subdomain, cancellation);

    /// <summary>Deletes a subdomain for good: its name is never given out again.</summary>
    /// <returns><see langword="false"/> when it does not exist or is deleted already.</returns>
    /// <exception cref="StoreUnavailableException">The store could not commit.</exception>
    public async Task<bool> DeleteAsync(Subdomain subdomain)
    {
        StoredSubdomain? tombstone = await store.DeleteAsync(subdomain).ConfigureAwait(false);
        if (tombstone is null)
            return false;

        // The follower hears only of other processes.
        directory?.Apply(tombstone);
        return true;
    }

    /// <summary>Changes what stands about a subdomain, or whether it works.</summary>
    public Task<Administered> ChangeSubdomainAsync(Subdomain subdomain, SubdomainTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        return EditAsync(new SubdomainEdit(subdomain, stored => CredentialRules.Change(stored, terms)));
    }

    /// <summary>Gives a subdomain a further credential.</summary>
    public Task<Administered> AddCredentialAsync(Subdomain subdomain, CredentialOrder order)
    {
        ArgumentNullException.ThrowIfNull(subdomain);
        ArgumentNullException.ThrowIfNull(order);
        var key = ApiKey.Generate();
        var credential = new Credential
        {
            Username = RandomUuid.Next(),
            KeyHash = hasher.Hash(key.Reveal()),
            AllowFrom = order.AllowFrom,
            CreatedAt = clock.GetUtcNow(),
            ExpiresAt = order.ExpiresAt,
            Note = order.Note,
        };
        var account = new Account(
            credential.Username, key, subdomain, subdomain.ToFulldomain(apex), credential.AllowFrom);
        return EditAsync(
            new SubdomainEdit(
                subdomain,
                Proven(
                    order.Proof,
                    stored => CredentialRules.Add(stored, credential, order.InheritsFrom, MaxCredentials))),
            account,
            order.Seal);
    }

    /// <summary>Changes the terms of a credential.</summary>
    public Task<Administered> ChangeCredentialAsync(Subdomain subdomain, Guid username, CredentialChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return EditAsync(new SubdomainEdit(subdomain, stored => CredentialRules.Change(stored, username, change)));
    }

    /// <summary>Revokes a credential at once and for good, and takes away what it has published.</summary>
    public Task<Administered> RemoveCredentialAsync(Subdomain subdomain, Guid username) =>
        EditAsync(new SubdomainEdit(subdomain, stored => CredentialRules.Remove(stored, username)));

    /// <summary>Gives a credential a new key.</summary>
    /// <param name="subdomain">Where it belongs.</param>
    /// <param name="username">Which.</param>
    /// <param name="overlap">How long the present key goes on working, up to <see cref="LongestOverlap"/>.</param>
    /// <param name="seal">Keeps the reply for whoever asks again; <see langword="null"/> to keep none.</param>
    /// <param name="proof">
    /// What the credential has proved itself with; <see langword="null"/> for an administrator.
    /// </param>
    public Task<Administered> RotateKeyAsync(
        Subdomain subdomain, Guid username, TimeSpan overlap, ReplySeal? seal = null, KeyProof? proof = null)
    {
        ArgumentNullException.ThrowIfNull(subdomain);
        ArgumentOutOfRangeException.ThrowIfLessThan(overlap, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(overlap, LongestOverlap);
        var key = ApiKey.Generate();
        byte[] keyHash = hasher.Hash(key.Reveal());
        DateTimeOffset? until = overlap > TimeSpan.Zero ? clock.GetUtcNow() + overlap : null;
        var account = new Account(
            // Until the edit is done: which networks it really has is known from what was stored.
            username, key, subdomain, subdomain.ToFulldomain(apex), AllowFrom.Anywhere);
        return EditAsync(
            new SubdomainEdit(
                subdomain, Proven(proof, stored => CredentialRules.Rotate(stored, username, keyHash, until))),
            account,
            seal);
    }

    /// <summary>Puts our hash of a key in the place of another server's, once the key was seen and was right.</summary>
    /// <param name="subdomain">Where the credential belongs.</param>
    /// <param name="username">Which.</param>
    /// <param name="importedHash">What the key was compared with; if it is another now, nothing changes.</param>
    /// <param name="keyHash">The hash of the key, 32 octets.</param>
    public Task<Administered> AdoptKeyAsync(
        Subdomain subdomain, Guid username, string importedHash, ReadOnlyMemory<byte> keyHash) =>
        EditAsync(new SubdomainEdit(
            subdomain, stored => CredentialRules.Adopt(stored, username, importedHash, keyHash)));

    /// <summary>A rule for whose proof still holds; others find nothing.</summary>
    private Func<StoredSubdomain, EditStep> Proven(KeyProof? proof, Func<StoredSubdomain, EditStep> rule) =>
        stored => proof is null || proof.Holds(stored, clock.GetUtcNow())
            ? rule(stored)
            : new EditStep(EditVerdict.NotFound);

    private async Task<Administered> EditAsync(SubdomainEdit edit, Account? account = null, ReplySeal? seal = null)
    {
        try
        {
            if (seal is not null)
                // Written before it is known to be true, because it is stored in the transaction that makes it so.
                edit = edit with { Reply = seal.Close(account!, clock.GetUtcNow()) };

            EditReceipt receipt = await store.EditAsync(edit).ConfigureAwait(false);
            if (receipt.Verdict == EditVerdict.Repeated)
                return Repeat(seal!, receipt.Kept!);

            if (receipt.Verdict != EditVerdict.Done)
                return new Administered(ToOutcome(receipt.Verdict));

            // Committed; a credential that was revoked must not work any more once this returns.
            directory?.Apply(receipt.Subdomain!);
            return new Administered(AdministeredOutcome.Done, receipt.Subdomain, WithTerms(account, receipt.Subdomain!));
        }
        catch (StoreUnavailableException)
        {
            return new Administered(AdministeredOutcome.StorageUnavailable);
        }
    }

    /// <summary>The account as it was stored: the rule may have given it the networks of another credential.</summary>
    private static Account? WithTerms(Account? account, StoredSubdomain stored) =>
        account is null
            ? null
            : account with { AllowFrom = stored.Credentials.First(c => c.Username == account.Username).AllowFrom };

    private static Administered Repeat(ReplySeal seal, SealedReply kept) =>
        seal.TryOpen(kept, out byte[]? reply)
            ? new Administered(AdministeredOutcome.Repeated, Repeated: reply)
            : new Administered(AdministeredOutcome.KeyReused);

    private static AdministeredOutcome ToOutcome(EditVerdict verdict) => verdict switch
    {
        EditVerdict.TooManyCredentials => AdministeredOutcome.TooManyCredentials,
        _ => AdministeredOutcome.NotFound,
    };
}
