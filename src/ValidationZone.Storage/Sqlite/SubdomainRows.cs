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
        if (registration.Reply is { } reply && ReplyRows.Find(session, reply) is { } kept)
            return new RegistrationReceipt(RegistrationVerdict.Repeated, Kept: kept);

        if (registration.IsOverCap)
            return new RegistrationReceipt(RegistrationVerdict.OverCap);

        if (Exists(session, registration.Subdomain, credential.Username))
            return new RegistrationReceipt(RegistrationVerdict.NameTaken);

        // The last of them, since it counts at once: what is refused before costs the token nothing.
        if (registration.TokenId is { } token && !TokenRows.Spend(session, token, credential.CreatedAt))
            return new RegistrationReceipt(RegistrationVerdict.TokenSpent);

        long revision = session.NextRevision;
        long id = Add(session, registration.Subdomain, credential.CreatedAt, registration.Note);
        CredentialRows.Add(session, id, credential);
        if (registration.Reply is not null)
            ReplyRows.Put(session, registration.Reply);

        return new RegistrationReceipt(RegistrationVerdict.Registered, revision);
    }

    /// <summary>Adds a row and gives it the next revision.</summary>
    internal static long Add(WriteSession session, Subdomain subdomain, DateTimeOffset createdAt, string? note)
    {
        Statement add = session.Prepare(Statements.AddSubdomain)
            .Bind(1, subdomain.Text)
            .Bind(2, session.NextRevision)
            .Bind(3, createdAt)
            .Bind(4, note);

        // RETURNING gives the row when it is written; the statement still has to be run to its end.
        add.Step();
        long id = add.Int64(0);
        add.Execute();
        session.AddChange(id);
        return id;
    }

    /// <summary>Leaves of a subdomain nothing but its name, and when it went.</summary>
    internal static StoredSubdomain? Delete(
        WriteSession session, Subdomain subdomain, DateTimeOffset now, DateTimeOffset? unusedSince = null)
    {
        Statement find = session.Prepare(Statements.FindExisting).Bind(1, subdomain.Text).Bind(2, unusedSince);
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
        session.Revoke(Revocation.OfName(subdomain), now);
        return tombstone;
    }

    /// <summary>Whether a name or a username is in use; a name also once it was deleted.</summary>
    internal static bool Exists(WriteSession session, Subdomain subdomain, Guid username)
    {
        Statement find = session.Prepare(Statements.FindNameOrUsername).Bind(1, subdomain.Text).Bind(2, username);
        bool exists = find.Step();
        find.Reset();
        return exists;
    }
}
