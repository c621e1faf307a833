using ValidationZone.Accounts;

namespace ValidationZone.Storage.AcmeDns;

/// <summary>What importing accounts into a store would come to, without a change.</summary>
public sealed class ImportOutlook
{
    // With the usernames of each; null is a tombstone.
    private readonly Dictionary<Subdomain, Guid[]?> _names = [];
    private readonly HashSet<Guid> _usernames = [];

    /// <summary>Reads every name of a store, the deleted ones too.</summary>
    /// <exception cref="StoreUnavailableException">The store could not be read.</exception>
    public async Task LoadAsync(IAccountStore store, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(store);
        // After revision 0 and not "all that exist", which would leave the tombstones out.
        await foreach (StoredSubdomain stored in store.ReadAsync(afterRevision: 0, cancellation).ConfigureAwait(false))
            Add(stored);
    }

    /// <summary>Decides about a batch as a store would, and remembers what it would hold then.</summary>
    public IReadOnlyList<ImportVerdict> Judge(IReadOnlyList<StoredSubdomain> batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var verdicts = new ImportVerdict[batch.Count];
        for (int i = 0; i < verdicts.Length; i++)
        {
            // acme-dns has one credential a name.
            verdicts[i] = Judge(batch[i].Subdomain, batch[i].Credentials[0].Username);
            if (verdicts[i] == ImportVerdict.Imported)
                Add(batch[i]);
        }

        return verdicts;
    }

    private void Add(StoredSubdomain stored)
    {
        Guid[] usernames = [.. stored.Credentials.Select(credential => credential.Username)];
        _names[stored.Subdomain] = stored.DeletedAt is null ? usernames : null;
        _usernames.UnionWith(usernames);
    }

    private ImportVerdict Judge(Subdomain subdomain, Guid username)
    {
        if (!_names.TryGetValue(subdomain, out Guid[]? present))
            return _usernames.Contains(username) ? ImportVerdict.NameTaken : ImportVerdict.Imported;

        if (present is null)
            return ImportVerdict.Deleted;

        return present.Contains(username) ? ImportVerdict.AlreadyThere : ImportVerdict.NameTaken;
    }
}
