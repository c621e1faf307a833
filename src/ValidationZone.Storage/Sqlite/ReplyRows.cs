using ValidationZone.Accounts;

namespace ValidationZone.Storage.Sqlite;

/// <summary>Keeps replies for requests that are sent again, inside the transaction of what they tell of.</summary>
internal static class ReplyRows
{
    private const string FindReply = "SELECT request, box, stored_at FROM sealed_reply WHERE place = ?1";

    // What was there is too old to count, or it would have been found.
    private const string PutReply = """
        INSERT OR REPLACE INTO sealed_reply (place, request, box, stored_at) VALUES (?1, ?2, ?3, ?4)
        """;

    private const string DropReplies = "DELETE FROM sealed_reply WHERE stored_at <= ?1";

    /// <summary>What is kept at the place of a reply; <see langword="null"/> for nothing, or nothing young enough.</summary>
    internal static SealedReply? Find(WriteSession session, SealedReply reply)
    {
        Statement find = session.Prepare(FindReply).Bind(1, reply.Place.Span);
        SealedReply? kept = find.Step()
            ? new SealedReply(reply.Place, find.Octets(0).ToArray(), find.Octets(1).ToArray(), find.Time(2))
            : null;
        find.Reset();
        return kept?.StoredAt > reply.StoredAt - SealedReply.Lifetime ? kept : null;
    }

    internal static void Put(WriteSession session, SealedReply reply) =>
        session.Prepare(PutReply)
            .Bind(1, reply.Place.Span)
            .Bind(2, reply.Request.Span)
            .Bind(3, reply.Box.Span)
            .Bind(4, reply.StoredAt)
            .Execute();

    /// <summary>Drops those that are too old to count.</summary>
    internal static void DropOld(WriteSession session, DateTimeOffset now) =>
        session.Prepare(DropReplies).Bind(1, now - SealedReply.Lifetime).Execute();
}
