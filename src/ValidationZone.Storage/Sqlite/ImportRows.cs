using ValidationZone.Accounts;

namespace ValidationZone.Storage.Sqlite;

/// <summary>Takes over subdomains from elsewhere, inside the writer's transaction.</summary>
internal static class ImportRows
{
    private const string FindSubdomain = "SELECT id, deleted_at FROM subdomain WHERE name = ?1";
    private const string FindCredential = "SELECT 1 FROM credential WHERE subdomain_id = ?1";
    private const string FindOwner = "SELECT subdomain_id FROM credential WHERE username = ?1";
    private const string FindRevocation = "SELECT 1 FROM revocation WHERE fact = ?1";
    private const string SetTerms =
        "UPDATE subdomain SET is_enabled = ?2, live_values = ?3, last_published_at = ?4 WHERE id = ?1";

    /// <summary>Decides about one after the other; what is refused leaves nothing behind.</summary>
    internal static IReadOnlyList<ImportVerdict> Import(
        WriteSession session, IReadOnlyList<StoredSubdomain> batch, DateTimeOffset now)
    {
        var verdicts = new ImportVerdict[batch.Count];
        for (int i = 0; i < verdicts.Length; i++)
        {
            verdicts[i] = Judge(session, batch[i]);
            if (verdicts[i] == ImportVerdict.Imported)
                Add(session, batch[i], now);
        }

        return verdicts;
    }

    /// <summary>What would become of one; changes nothing.</summary>
    internal static ImportVerdict Judge(WriteSession session, StoredSubdomain imported)
    {
        long?[] owners = [.. imported.Credentials.Select(credential => FindOwnerOf(session, credential.Username))];
        Statement find = session.Prepare(FindSubdomain).Bind(1, imported.Subdomain);
        if (!find.Step())
        {
            // Under any name: a key that was revoked here would else work again. What is there already brings none back.
            return imported.Credentials.Any(credential => IsRevoked(session, credential)) ? ImportVerdict.Deleted
                : owners.All(owner => owner is null) ? ImportVerdict.Imported
                : ImportVerdict.NameTaken;
        }

        long id = find.Int64(0);
        bool isDeleted = !find.IsNull(1);
        find.Reset();
        if (isDeleted)
            return ImportVerdict.Deleted;

        // One credential in common is enough: others may have been added or taken away since the first import.
        // Where neither has a credential the names are the same account: repeating an import must not call it taken.
        bool isSame = owners.Contains(id)
            || (owners.Length == 0 && !Exists(session.Prepare(FindCredential).Bind(1, id)));
        return isSame ? ImportVerdict.AlreadyThere : ImportVerdict.NameTaken;
    }

    private static bool IsRevoked(WriteSession session, Credential credential) =>
        Exists(session.Prepare(FindRevocation).Bind(1, Revocation.OfCredential(credential.Username)))
        || Exists(session.Prepare(FindRevocation)
            .Bind(1, Revocation.OfKey(credential.Username, credential.KeyHash.Span)));

    private static bool Exists(Statement find)
    {
        bool exists = find.Step();
        find.Reset();
        return exists;
    }

    private static long? FindOwnerOf(WriteSession session, Guid username)
    {
        Statement find = session.Prepare(FindOwner).Bind(1, username);
        long? owner = find.Step() ? find.Int64(0) : null;
        find.Reset();
        return owner;
    }

    private static void Add(WriteSession session, StoredSubdomain imported, DateTimeOffset now)
    {
        long revision = session.NextRevision;
        long id = SubdomainRows.Add(session, imported.Subdomain, imported.CreatedAt, imported.Note);
        foreach (Credential credential in imported.Credentials)
            CredentialRows.Add(session, id, credential);

        // Their order stays; the sequences of another store mean nothing here.
        LiveValue[] values =
        [
            .. imported.Values
                .Where(value => value.ExpiresAt > now)
                .OrderBy(value => value.Sequence)
                // Below the revision, so that what is published next is newer than all of them.
                .Select((value, i) => value with { Sequence = revision - imported.Values.Count + i }),
        ];
        session.Prepare(SetTerms)
            .Bind(1, id)
            .Bind(2, imported.IsEnabled ? 1 : 0)
            .Bind(3, ValueColumn.Write(values))

            // Where it comes from may not have counted uses: one that is in use would go with the unused ones at once.
            .Bind(4, imported.LastPublishedAt ?? now)
            .Execute();
    }
}
