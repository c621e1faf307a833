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

    /// <summary>Puts some credentials in the place of those that are there.</summary>
    internal static void Replace(WriteSession session, long subdomainId, IReadOnlyList<Credential> credentials)
    {
        // Of a dozen at most: finding out which ones differ would be more code than writing them all.
        session.Prepare(Statements.DeleteCredentials).Bind(1, subdomainId).Execute();
        foreach (Credential credential in credentials)
            Add(session, subdomainId, credential);
    }

    /// <summary>Remembers which credentials and keys are gone for good.</summary>
    internal static void Revoke(
        WriteSession session, IReadOnlyList<Credential> before, IReadOnlyList<Credential> after, DateTimeOffset now)
    {
        foreach (Credential old in before)
        {
            // Of an imported key that was never seen the hash is zeros, and stands for it.
            Credential? present = after.FirstOrDefault(credential => credential.Username == old.Username);
            if (present is null)
                session.Revoke(Revocation.OfCredential(old.Username), now);
            else if (!old.KeyHash.Span.SequenceEqual(present.KeyHash.Span))
                session.Revoke(Revocation.OfKey(old.Username, old.KeyHash.Span), now);
        }
    }
}
