using ValidationZone.Accounts;

namespace ValidationZone.Storage.Sqlite;

/// <summary>Adds, spends and revokes operator tokens, inside the writer's transaction.</summary>
internal static class TokenRows
{
    /// <summary>Adds a token as it is.</summary>
    internal static bool Add(WriteSession session, OperatorToken token) =>
        session.Prepare(Statements.AddToken)
            .Bind(1, token.Id)
            .Bind(2, token.SecretHash.Span)
            .Bind(3, (long)token.Role)
            .Bind(4, Columns.AllowFrom(token.AllowFrom))
            .Bind(5, token.CreatedAt)
            .Bind(6, token.ExpiresAt)
            .Bind(7, token.RevokedAt)
            .Bind(8, token.Quota)
            .Bind(9, token.Used)
            .Bind(10, token.Note)
            .Execute() == 1;

    /// <summary>Counts one registration; <see langword="false"/> when the token does not allow it.</summary>
    // In the transaction of the registration that it pays for: neither happens without the other.
    internal static bool Spend(WriteSession session, Guid id, DateTimeOffset now) =>
        session.Prepare(Statements.SpendToken).Bind(1, id).Bind(2, now).Execute() == 1;

    /// <summary>Revokes a token, with what it has kept; <see langword="false"/> when there is none.</summary>
    internal static bool Revoke(WriteSession session, Guid id, DateTimeOffset now)
    {
        SealedAccountRows.Drop(session, id);
        bool exists = session.Prepare(Statements.RevokeToken).Bind(1, id).Bind(2, now).Execute() == 1;
        if (exists)
            session.Revoke(Revocation.OfToken(id), now);

        return exists;
    }
}
