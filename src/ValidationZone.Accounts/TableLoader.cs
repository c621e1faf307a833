namespace ValidationZone.Accounts;

/// <summary>Fills the directory and the table from the store before any listener opens.</summary>
public sealed class TableLoader(IAccountStore store, AccountDirectory directory)
{
    /// <summary>Loads every subdomain, credential and live value, then marks the table as loaded.</summary>
    /// <param name="progress">Told how many subdomains have been loaded, now and then.</param>
    /// <param name="cancellation">Stops the load; the table then stays unloaded.</param>
    /// <exception cref="StoreUnavailableException">The store could not be read; the table stays unloaded.</exception>
    public Task LoadAsync(IProgress<int>? progress, CancellationToken cancellation) =>
        throw new NotImplementedException($"{store}{directory}");
}
