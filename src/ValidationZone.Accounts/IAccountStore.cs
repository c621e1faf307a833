namespace ValidationZone.Accounts;

/// <summary>Accounts and digests on disk; the storage seam.</summary>
/// <remarks>
/// <para>
/// Every change of a subdomain that its readers can see gives it a new revision: the next number of a counter that
/// all processes and nodes share. A subdomain that was deleted stays as a tombstone for ever.
/// </para>
/// <para>
/// A change is durable when its task completes. Once it was accepted it is carried to its end, so changes take no
/// cancellation. Whatever cannot be done throws <see cref="StoreUnavailableException"/>, and nothing of it is done.
/// </para>
/// </remarks>
public interface IAccountStore : IAsyncDisposable
{
    /// <summary>Whether the store takes writes right now, found by asking it; never throws.</summary>
    Task<bool> IsAvailableAsync(CancellationToken cancellation);

    /// <summary>Binds a new store to the pepper of this hasher, or checks that it is bound to the same one.</summary>
    /// <exception cref="StoreUnavailableException">
    /// The store belongs to another pepper, so that no key stored in it would ever match; or it cannot be read or
    /// written.
    /// </exception>
    Task VerifyPepperAsync(KeyHasher hasher, CancellationToken cancellation);

    /// <summary>Reads subdomains as they were at one moment.</summary>
    /// <param name="afterRevision">
    /// <see langword="null"/> to load: every subdomain that exists, in any order. Otherwise what has changed since that
    /// revision, tombstones too, in the order of the changes.
    /// </param>
    /// <param name="cancellation">Stops the read.</param>
    /// <exception cref="StoreUnavailableException">The store could not be read; thrown while enumerating.</exception>
    IAsyncEnumerable<StoredSubdomain> ReadAsync(long? afterRevision, CancellationToken cancellation);

    /// <summary>Existing subdomains ordered by name, one page.</summary>
    Task<IReadOnlyList<StoredSubdomain>> SearchAsync(SubdomainSearch search, CancellationToken cancellation);

    /// <summary>One subdomain, deleted or not; <see langword="null"/> when there never was one of that name.</summary>
    Task<StoredSubdomain?> FindAsync(Subdomain subdomain, CancellationToken cancellation);

    /// <summary>
    /// Registers a subdomain with its first credential and counts it against its token, all or nothing.
    /// </summary>
    Task<RegistrationReceipt> RegisterAsync(NewSubdomain registration);

    /// <summary>Applies <see cref="ValueSet"/> to what is stored now.</summary>
    /// <returns><see langword="null"/> when the subdomain or the enabled credential is not there any more.</returns>
    Task<ChangeReceipt?> ChangeValuesAsync(ChallengeChange change);

    /// <summary>Applies a rule to what is stored now.</summary>
    /// <remarks>
    /// Credentials that the rule takes away and keys that it replaces are revoked for good: neither an import nor an
    /// older backup brings them back.
    /// </remarks>
    Task<EditReceipt> EditAsync(SubdomainEdit edit);

    /// <summary>Deletes a subdomain with its credentials and values, and leaves a tombstone.</summary>
    /// <param name="subdomain">Which.</param>
    /// <param name="unusedSince">Only if it was made before and has published nothing since.</param>
    /// <returns>
    /// The tombstone; <see langword="null"/> when the subdomain does not exist, is one already, or was used.
    /// </returns>
    Task<StoredSubdomain?> DeleteAsync(Subdomain subdomain, DateTimeOffset? unusedSince = null);

    /// <summary>Takes over subdomains from elsewhere, all in one transaction; each is decided about alone.</summary>
    /// <param name="batch">Revisions and sequences are given anew.</param>
    Task<IReadOnlyList<ImportVerdict>> ImportAsync(IReadOnlyList<StoredSubdomain> batch);

    /// <summary>Stores when what was last used; what does not exist any more is left out.</summary>
    Task RecordUseAsync(UseReport report);

    /// <summary>
    /// Deletes some values whose time is up; no revision changes, since every reader leaves them out already.
    /// </summary>
    /// <returns>Whether there may be more of them.</returns>
    Task<bool> DeleteExpiredValuesAsync();

    /// <summary>The number below which every SOA serial in use lies; 0 for a new store.</summary>
    Task<long> ReadSerialCeilingAsync(CancellationToken cancellation);

    /// <summary>Lifts that number; one that is lower than what is stored changes nothing.</summary>
    Task RaiseSerialCeilingAsync(long ceiling);

    /// <summary>Stores a new operator token.</summary>
    Task AddTokenAsync(OperatorToken token);

    /// <summary>All tokens, the revoked ones too, oldest first.</summary>
    Task<IReadOnlyList<OperatorToken>> ListTokensAsync(CancellationToken cancellation);

    /// <summary>The token whose secret has this hash; <see langword="null"/> when there is none.</summary>
    Task<OperatorToken?> FindTokenAsync(ReadOnlyMemory<byte> secretHash, CancellationToken cancellation);

    /// <summary>
    /// Revokes a token and drops the accounts kept with it, or leaves it revoked; <see langword="false"/> when there is
    /// none with that identifier.
    /// </summary>
    Task<bool> RevokeTokenAsync(Guid id);

    /// <summary>Keeps a sealed account, in the place of the one that is there.</summary>
    /// <returns>
    /// <see langword="false"/> when its token is revoked, or keeps as many others as its quota allows registrations.
    /// </returns>
    Task<bool> PutSealedAccountAsync(SealedAccount account);

    /// <summary>The box at a place; <see langword="null"/> when there is none.</summary>
    Task<byte[]?> FindSealedAccountAsync(ReadOnlyMemory<byte> place, CancellationToken cancellation);

    /// <summary>Waits until someone else, another process or node, has changed a subdomain. For one caller.</summary>
    /// <returns>
    /// A revision above which the outside changes lie. They are announced once: a caller that cannot read them yet
    /// keeps the number.
    /// </returns>
    Task<long> WaitForOutsideChangeAsync(CancellationToken cancellation);
}
