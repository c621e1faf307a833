using ValidationZone.Accounts;

namespace ValidationZone.Storage.Sqlite;

/// <summary>Registers and deletes subdomains, inside the writer's transaction.</summary>
internal static class SubdomainRows
{
    /// <summary>Registers a subdomain with its first credential.</summary>
    internal static RegistrationReceipt Register(WriteSession session, NewSubdomain registration)
    {
        // Every reason to refuse is found before anything is written: there is no savepoint to go back to.
        Credential credential = registration.Credential;
        if (Exists(session, registration.Subdomain, credential.Username))
            return new RegistrationReceipt(RegistrationVerdict.NameTaken);

        if (registration.TokenId is { } token && !TokenRows.Spend(session, token, credential.CreatedAt))
            return new RegistrationReceipt(RegistrationVerdict.TokenSpent);

        long revision = session.NextRevision;
        Statement add = session.Prepare(Statements.AddSubdomain)
            .Bind(1, registration.Subdomain.Text)
            .Bind(2, revision)
            .Bind(3, credential.CreatedAt)
            .Bind(4, registration.Note);

        // RETURNING gives the row when it is written; the statement still has to be run to its end.
        add.Step();
        long id = add.Int64(0);
        add.Execute();
        AddCredential(session, id, credential);
        session.AddChange(id);
        return new RegistrationReceipt(RegistrationVerdict.Registered, revision);
    }

    /// <summary>Leaves of a subdomain nothing but its name, and when it went.</summary>
    internal static StoredSubdomain? Delete(WriteSession session, Subdomain subdomain, DateTimeOffset now)
    {
        Statement find = session.Prepare(Statements.FindExisting).Bind(1, subdomain.Text);
        if (!find.Step())
            return null;

        long id = find.Int64(0);
        long revision = session.NextRevision;
        var tombstone = new StoredSubdomain(
            subdomain, revision, find.Time(1), DeletedAt: now, find.Text(2), Credentials: [], Values: []);
        find.Reset();

        // The credentials go too: a change that was authenticated a moment ago then finds none, and is refused.
        session.Prepare(Statements.DeleteCredentials).Bind(1, id).Execute();
        session.Prepare(Statements.BurySubdomain).Bind(1, id).Bind(2, revision).Bind(3, now).Execute();
        session.AddChange(id);
        return tombstone;
    }

    private static bool Exists(WriteSession session, Subdomain subdomain, Guid username)
    {
        Statement find = session.Prepare(Statements.FindNameOrUsername).Bind(1, subdomain.Text).Bind(2, username);
        bool exists = find.Step();
        find.Reset();
        return exists;
    }

    private static void AddCredential(WriteSession session, long subdomainId, Credential credential) =>
        session.Prepare(Statements.AddCredential)
            .Bind(1, subdomainId)
            .Bind(2, credential.Username)
            .Bind(3, credential.KeyHash.Span)
            .Bind(4, Columns.AllowFrom(credential.AllowFrom))
            .Bind(5, credential.CreatedAt)
            .Bind(6, credential.ExpiresAt)
            .Bind(7, credential.IsEnabled ? 1 : 0)
            .Bind(8, credential.Note)
            .Execute();
}
