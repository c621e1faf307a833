using ValidationZone.Accounts;

namespace ValidationZone.Storage.Sqlite;

/// <summary>Applies a rule to a subdomain with its credentials, inside the writer's transaction.</summary>
internal static class EditRows
{
    private const string FindSubdomain = """
        SELECT id, name, revision, created_at, deleted_at, note, live_values, is_enabled,
               last_published_at, last_queried_at
        FROM subdomain WHERE name = ?1 AND deleted_at IS NULL
        """;

    private const string FindCredentials = """
        SELECT subdomain_id, username, key_hash, allow_from, created_at, expires_at, is_enabled, note,
               previous_key, imported_hash, last_used_at
        FROM credential WHERE subdomain_id = ?1 ORDER BY created_at, username
        """;

    private const string WriteSubdomain = """
        UPDATE subdomain SET revision = ?2, note = ?3, is_enabled = ?4, live_values = ?5 WHERE id = ?1
        """;

    /// <summary>Reads, decides, and writes what has become of it.</summary>
    internal static EditReceipt Edit(WriteSession session, SubdomainEdit edit, DateTimeOffset now)
    {
        if (edit.Reply is not null && ReplyRows.Find(session, edit.Reply) is { } kept)
            return new EditReceipt(EditVerdict.Repeated, Kept: kept);

        if (Find(session, edit.Subdomain, now) is not ({ } id, { } before))
            return new EditReceipt(EditVerdict.NotFound);

        EditStep step = edit.Rule(before);
        if (step.Verdict != EditVerdict.Done)
            return new EditReceipt(step.Verdict);

        StoredSubdomain after = step.Changed! with { Revision = session.NextRevision };
        Write(session, id, after);
        CredentialRows.Replace(session, id, after.Credentials);
        if (!step.IsAdoption)
            CredentialRows.Revoke(session, before.Credentials, after.Credentials, now);

        session.AddChange(id);
        if (edit.Reply is not null)
            ReplyRows.Put(session, edit.Reply);

        return new EditReceipt(EditVerdict.Done, after);
    }

    private static (long? Id, StoredSubdomain? Stored) Find(
        WriteSession session, Subdomain subdomain, DateTimeOffset now)
    {
        Statement find = session.Prepare(FindSubdomain).Bind(1, subdomain);
        if (!find.Step())
            return (null, null);

        long id = find.Int64(0);
        var stored = new StoredSubdomain(
            subdomain,
            find.Int64(2),
            find.Time(3),
            DeletedAt: null,
            find.Text(5),
            ReadCredentials(session, id),
            ValueColumn.Read(find.Octets(6), now))
        {
            IsEnabled = find.Int64(7) != 0,
            LastPublishedAt = find.NullableTime(8),
            LastQueriedAt = find.NullableTime(9),
        };
        find.Reset();
        return (id, stored);
    }

    private static List<Credential> ReadCredentials(WriteSession session, long id)
    {
        var credentials = new List<Credential>();
        Statement find = session.Prepare(FindCredentials).Bind(1, id);
        while (find.Step())
            credentials.Add(Columns.Credential(find, hasUse: true));

        return credentials;
    }

    private static void Write(WriteSession session, long id, StoredSubdomain after) =>
        session.Prepare(WriteSubdomain)
            .Bind(1, id)
            .Bind(2, after.Revision)
            .Bind(3, after.Note)
            .Bind(4, after.IsEnabled ? 1 : 0)
            .Bind(5, ValueColumn.Write(after.Values))
            .Execute();
}
