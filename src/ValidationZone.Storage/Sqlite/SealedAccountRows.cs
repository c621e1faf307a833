using ValidationZone.Accounts;

namespace ValidationZone.Storage.Sqlite;

/// <summary>Puts, finds and drops accounts that clients keep here, sealed.</summary>
internal static class SealedAccountRows
{
    internal const string Find = "SELECT box FROM sealed_account WHERE place = ?1";

    // One statement: of several clients that share a token, no two can both take the last place.
    private const string PutAccount = """
        INSERT INTO sealed_account (place, token_id, box, stored_at)
        SELECT ?1, t.id, ?3, ?4
        FROM operator_token t
        WHERE t.id = ?2 AND t.revoked_at IS NULL
          AND (t.quota IS NULL
               OR EXISTS (SELECT 1 FROM sealed_account WHERE place = ?1)
               OR (SELECT count(*) FROM sealed_account WHERE token_id = t.id) < t.quota)
        ON CONFLICT (place) DO UPDATE SET box = excluded.box, stored_at = excluded.stored_at
        """;

    private const string DropAccounts = "DELETE FROM sealed_account WHERE token_id = ?1";

    /// <summary>Puts one, or puts it in the place of the one that is there.</summary>
    /// <returns><see langword="false"/> when its token is revoked, or has as many there as its quota allows.</returns>
    internal static bool Put(WriteSession session, SealedAccount account) =>
        session.Prepare(PutAccount)
            .Bind(1, account.Place.Span)
            .Bind(2, account.TokenId)
            .Bind(3, account.Box.Span)
            .Bind(4, account.StoredAt)
            .Execute() == 1;

    /// <summary>Drops what a revoked token has kept: nothing will open it any more.</summary>
    internal static void Drop(WriteSession session, Guid tokenId) =>
        session.Prepare(DropAccounts).Bind(1, tokenId).Execute();
}
