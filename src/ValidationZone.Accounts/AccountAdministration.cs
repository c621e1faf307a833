namespace ValidationZone.Accounts;

/// <summary>What the command line does with accounts, directly on the store.</summary>
public sealed class AccountAdministration(IAccountStore store)
{
    /// <summary>Existing subdomains ordered by name, one page.</summary>
    /// <param name="after">
    /// The name that the previous page ended with; <see langword="null"/> for the first page.
    /// </param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellation">Stops the read.</param>
    /// <exception cref="StoreUnavailableException">The store could not be read.</exception>
    public Task<IReadOnlyList<StoredSubdomain>> ListAsync(
        string? after, int limit, CancellationToken cancellation = default) =>
        store.ListAsync(after, limit, cancellation);

    /// <summary>One subdomain, deleted or not; <see langword="null"/> when there never was one of that name.</summary>
    /// <exception cref="StoreUnavailableException">The store could not be read.</exception>
    public Task<StoredSubdomain?> FindAsync(Subdomain subdomain, CancellationToken cancellation = default) =>
        store.FindAsync(subdomain, cancellation);

    /// <summary>Deletes a subdomain for good: its name is never given out again.</summary>
    /// <returns><see langword="false"/> when it does not exist or is deleted already.</returns>
    /// <exception cref="StoreUnavailableException">The store could not commit.</exception>
    public async Task<bool> DeleteAsync(Subdomain subdomain) =>
        await store.DeleteAsync(subdomain).ConfigureAwait(false) is not null;
}
