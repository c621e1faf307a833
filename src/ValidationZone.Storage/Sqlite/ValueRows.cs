using ValidationZone.Accounts;

namespace ValidationZone.Storage.Sqlite;

/// <summary>Changes the values of a subdomain, inside the writer's transaction.</summary>
internal static class ValueRows
{
    /// <summary>Small enough that updates hardly wait behind it.</summary>
    private const int ExpiryBatch = 1_000;

    /// <summary>Applies the rule of values to what is stored, and writes what differs.</summary>
    internal static ChangeReceipt? Change(WriteSession session, ChallengeChange change)
    {
        Statement find = session.Prepare(Statements.FindForChange)
            .Bind(1, change.Subdomain)
            .Bind(2, change.Publisher);
        if (!find.Step())
            return null;

        long id = find.Int64(0);
        long revision = find.Int64(1);

        // A statement left on its row would keep the transaction's snapshot open after the commit.
        find.Reset();
        List<LiveValue> before = Read(session, id);

        // Clients clean up more than once. What changes nothing takes no revision, which everyone would have to read.
        if (change.IsRemoval && !before.Exists(value => value.Digest.Equals(change.Digest)))
            return new ChangeReceipt(revision, ValueSet.Apply(before, change, revision));

        // The revision is also the sequence of what is published: both grow with each change.
        revision = session.NextRevision();
        IReadOnlyList<LiveValue> after = ValueSet.Apply(before, change, revision);
        WriteDifference(session, id, (before, after), change);
        session.Prepare(Statements.SetRevision).Bind(1, id).Bind(2, revision).Execute();
        return new ChangeReceipt(revision, after);
    }

    /// <summary>Deletes some expired values; <see langword="true"/> when there may be more.</summary>
    internal static bool DeleteExpired(WriteSession session, DateTimeOffset now) =>
        session.Prepare(Statements.DeleteExpired).Bind(1, now).Bind(2, ExpiryBatch).Execute() == ExpiryBatch;

    private static List<LiveValue> Read(WriteSession session, long subdomainId)
    {
        var values = new List<LiveValue>();
        Statement read = session.Prepare(Statements.ReadValues).Bind(1, subdomainId);
        while (read.Step())
            values.Add(Columns.LiveValue(read, 0));

        return values;
    }

    /// <summary>Touches only the rows that have changed: usually one is put, and none or one is deleted.</summary>
    private static void WriteDifference(
        WriteSession session,
        long subdomainId,
        (List<LiveValue> Before, IReadOnlyList<LiveValue> After) values,
        ChallengeChange change)
    {
        foreach (LiveValue value in values.Before)
        {
            // A digest that is published again is not in the new values as it was, but its row is put below.
            bool isPutAgain = !change.IsRemoval && value.Digest.Equals(change.Digest);
            if (!isPutAgain && !values.After.Contains(value))
                session.Prepare(Statements.DeleteValue).Bind(1, subdomainId).Bind(2, value.Digest).Execute();
        }

        // All others are rows already: the rule keeps values as they are or drops them, and the newest comes last.
        if (!change.IsRemoval)
            Put(session, subdomainId, values.After[^1]);
    }

    private static void Put(WriteSession session, long subdomainId, LiveValue value) =>
        session.Prepare(Statements.PutValue)
            .Bind(1, subdomainId)
            .Bind(2, value.Digest)
            .Bind(3, value.Publisher)
            .Bind(4, value.Sequence)
            .Bind(5, value.ExpiresAt)
            .Execute();
}
