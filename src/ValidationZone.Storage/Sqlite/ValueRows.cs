using ValidationZone.Accounts;

namespace ValidationZone.Storage.Sqlite;

/// <summary>Changes the values of a subdomain, inside the writer's transaction.</summary>
internal static class ValueRows
{
    /// <summary>Small enough that updates hardly wait behind it.</summary>
    private const int TidiedRows = 1_000;

    /// <summary>Applies the rule of values to what is stored.</summary>
    internal static ChangeReceipt? Change(WriteSession session, ChallengeChange change)
    {
        Statement find = session.Prepare(Statements.FindForChange)
            .Bind(1, change.Subdomain)
            .Bind(2, change.Publisher);
        if (!find.Step())
            return null;

        long id = find.Int64(0);
        long revision = find.Int64(1);

        // The expired ones too: a removal keeps no trace of its value, whether that is still live or not.
        List<LiveValue> before = ValueColumn.Read(find.Octets(2), DateTimeOffset.MinValue);

        // A statement left on its row would keep the transaction's snapshot open after the commit.
        find.Reset();

        // Clients clean up more than once. What changes nothing takes no revision, which everyone would have to read.
        if (change.IsRemoval && !before.Exists(value => value.Digest.Equals(change.Digest)))
            return new ChangeReceipt(revision, ValueSet.Apply(before, change, revision)!);

        // The revision is also the sequence of what is published: both grow with each change.
        if (ValueSet.Apply(before, change, session.NextRevision) is not { } after)
            return new ChangeReceipt(revision, before, IsRefused: true);

        revision = session.NextRevision;
        session.Prepare(Statements.ChangeValues)
            .Bind(1, id)
            .Bind(2, revision)
            .Bind(3, ValueColumn.Write(after))
            .Bind(4, change.IsRemoval ? (DateTimeOffset?)null : change.At)
            .Execute();
        session.AddChange(id);
        return new ChangeReceipt(revision, after);
    }

    /// <summary>Deletes the expired values of some subdomains.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="after">The row behind which to begin.</param>
    /// <param name="now">What has expired by then goes.</param>
    /// <returns>The row that it has come to; <see langword="null"/> when no more came behind it.</returns>
    internal static long? DeleteExpired(WriteSession session, long after, DateTimeOffset now)
    {
        // All are read before any is written: what a statement reads must not move under it.
        var expired = new List<(long Id, byte[]? Live)>();
        int rows = 0;
        Statement read = session.Prepare(Statements.ReadValuesAfter).Bind(1, after).Bind(2, TidiedRows);
        for (; read.Step(); rows++)
        {
            after = read.Int64(0);
            if (ValueColumn.TryDropExpired(read.Octets(1), now, out byte[]? live))
                expired.Add((after, live));
        }

        foreach ((long id, byte[]? live) in expired)
            session.Prepare(Statements.KeepValues).Bind(1, id).Bind(2, live).Execute();

        return rows == TidiedRows ? after : null;
    }
}
