namespace ValidationZone.Storage.Sqlite;

/// <summary>Keeps the feed of changes, inside the writer's transaction.</summary>
internal static class FeedRows
{
    /// <summary>Who is further behind reads all subdomains, which takes not much longer than so many changes.</summary>
    private const long KeptRevisions = 100_000;

    /// <summary>So many go at once, in rows that lie side by side.</summary>
    private const long RevisionsAStep = 10_000;

    /// <summary>Adds what one transaction has changed.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="firstRevision">The revision of the first change.</param>
    /// <param name="subdomainIds">The row of each, in the order of their revisions; at least one.</param>
    internal static void Add(WriteSession session, long firstRevision, List<long> subdomainIds)
    {
        // One row for all: one for each would be a statement more in every change.
        long lastRevision = firstRevision + subdomainIds.Count - 1;
        session.Prepare(Statements.AddToFeed)
            .Bind(1, lastRevision)
            .Bind(2, firstRevision)
            .Bind(3, $"[{string.Join(',', subdomainIds)}]")
            .Execute();

        // The revision that it happens at follows from the numbers alone, whichever process comes by.
        if ((firstRevision - 1) / RevisionsAStep != lastRevision / RevisionsAStep)
            session.Prepare(Statements.ShortenFeed).Bind(1, lastRevision - KeptRevisions).Execute();
    }
}
