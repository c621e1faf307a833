namespace ValidationZone.Accounts;

/// <summary>Fills the directory and the table from the store before any listener opens.</summary>
public sealed class TableLoader(IAccountStore store, AccountDirectory directory)
{
    // Some lines a second on a large store, none on a small one.
    private const int ProgressStep = 10_000;

    /// <summary>Loads every subdomain, credential and live value, then marks the table as loaded.</summary>
    /// <param name="progress">Told how many subdomains have been loaded, now and then.</param>
    /// <param name="cancellation">Stops the load; the table then stays unloaded.</param>
    /// <exception cref="StoreUnavailableException">The store could not be read; the table stays unloaded.</exception>
    public async Task LoadAsync(IProgress<int>? progress, CancellationToken cancellation)
    {
        int count = 0;
        await foreach (StoredSubdomain stored in store.ReadAsync(null, cancellation).ConfigureAwait(false))
        {
            directory.Apply(stored);
            if (++count % ProgressStep == 0)
                progress?.Report(count);
        }

        // From here on an unknown name is NXDOMAIN; until here it would have been a false one.
        directory.MarkLoaded();
        progress?.Report(count);
    }
}
