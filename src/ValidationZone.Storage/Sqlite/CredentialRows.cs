using ValidationZone.Accounts;

namespace ValidationZone.Storage.Sqlite;

/// <summary>Adds and replaces the credentials of a subdomain, inside the writer's transaction.</summary>
internal static class CredentialRows
{
    internal static void Add(WriteSession session, long subdomainId, Credential credential) =>
        session.Prepare(Statements.AddCredential)
            .Bind(1, subdomainId)
            .Bind(2, credential.Username)
            .Bind(3, credential.KeyHash.Span)
            .Bind(4, Columns.AllowFrom(credential.AllowFrom))
            .Bind(5, credential.CreatedAt)
            .Bind(6, credential.ExpiresAt)
            .Bind(7, credential.IsEnabled ? 1 : 0)
            .Bind(8, credential.Note)
            .Bind(9, Columns.PreviousKey(credential))
            .Bind(10, credential.ImportedHash)
            .Bind(11, credential.LastUsedAt)
            .Execute();

    /// <summary>Puts some credentials in the place of those that are there, and revokes for good what goes.</summary>
    internal static void Replace(
        WriteSession session,
        long subdomainId,
        (IReadOnlyList<Credential> Before, IReadOnlyList<Credential> After) credentials,
        DateTimeOffset now)
    {
        // Of a dozen at most: finding out which ones differ would be more code than writing them all.
        session.Prepare(Statements.DeleteCredentials).Bind(1, subdomainId).Execute();
        foreach (Credential credential in credentials.After)
            Add(session, subdomainId, credential);

        foreach (Credential before in credentials.Before)
            Revoke(session, before, credentials.After.FirstOrDefault(c => c.Username == before.Username), now);
    }

    private static void Revoke(WriteSession session, Credential before, Credential? after, DateTimeOffset now)
    {
        if (after is null)
            session.Revoke(Revocation.OfCredential(before.Username), now);
        // Beside a bcrypt hash stands the hash of no key, and the first use that replaces it revokes nothing.
        else if (before.ImportedHash is null && !before.KeyHash.Span.SequenceEqual(after.KeyHash.Span))
            session.Revoke(Revocation.OfKey(before.Username, before.KeyHash.Span), now);
    }
}
