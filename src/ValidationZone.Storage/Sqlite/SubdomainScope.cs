namespace ValidationZone.Storage.Sqlite;

/// <summary>Which subdomains are read, as two queries that bring them and their credentials in step.</summary>
/// <remarks>Parameter 1 is the scope's own.</remarks>
internal sealed class SubdomainScope
{
    private SubdomainScope(string source, string condition, string order)
    {
        // CROSS JOIN keeps SQLite from turning the loops round, which would cost a sort of everything.
        Subdomains = $"""
            SELECT s.id, s.name, s.revision, s.created_at, s.deleted_at, s.note, s.live_values, s.is_enabled,
                   s.last_published_at, s.last_queried_at
            FROM {source} WHERE {condition} ORDER BY {order}
            """;
        Credentials = $"""
            SELECT s.id, c.username, c.key_hash, c.allow_from, c.created_at, c.expires_at, c.is_enabled, c.note,
                   c.previous_key, c.imported_hash, c.last_used_at
            FROM {source} CROSS JOIN credential c ON c.subdomain_id = s.id WHERE {condition} ORDER BY {order}
            """;
    }

    private SubdomainScope(string subdomains, string credentials)
    {
        Subdomains = subdomains;
        Credentials = credentials;
    }

    /// <summary>Whether the last columns of both queries are times of use; what is only served needs none.</summary>
    internal bool HasUse { get; private init; } = true;

    /// <summary>
    /// All that exist; what the parameter says does not matter, but it must be bound like the others.
    /// </summary>
    // Two plain scans: whoever loads a million names waits for this. A tombstone has no credentials, so nothing has to be
    // joined to leave it out.
    internal static SubdomainScope Existing { get; } = new(
        """
        SELECT id, name, revision, created_at, deleted_at, note, live_values, is_enabled
        FROM subdomain WHERE deleted_at IS NULL AND ?1 IS NOT NULL ORDER BY id
        """,
        """
        SELECT subdomain_id, username, key_hash, allow_from, created_at, expires_at, is_enabled, note,
               previous_key, imported_hash
        FROM credential WHERE ?1 IS NOT NULL ORDER BY subdomain_id
        """)
    {
        HasUse = false,
    };

    /// <summary>Changed after a revision, tombstones too; not for one that the feed does not reach back to.</summary>
    // One that changed again is met in several places of the feed, and taken at the last.
    internal static SubdomainScope ChangedSince { get; } = new(
        """
        change_feed f CROSS JOIN json_each(f.subdomain_ids) e
        CROSS JOIN subdomain s ON s.id = e.value AND s.revision = f.first_revision + e.key
        """,
        "f.last_revision > ?1 AND s.revision > ?1",
        "s.revision");

    /// <summary>The same for any revision, by a look at every row.</summary>
    internal static SubdomainScope RevisedSince { get; } = new("subdomain s", "s.revision > ?1", "s.revision");

    /// <summary>The one of a name, deleted or not.</summary>
    internal static SubdomainScope Named { get; } = new("subdomain s", "s.name = ?1", "s.name");

    /// <summary>
    /// Those that exist, come after a name, and fit a search, in an order that an index has: reading stops anywhere.
    /// </summary>
    // What is older than the column was used at an unknown time, and counts as used when the column was made.
    internal static SubdomainScope Searched { get; } = new(
        "subdomain s",
        """
        s.deleted_at IS NULL AND s.name > ?1
        AND (?2 IS NULL OR instr(s.name, ?2) > 0)
        AND (?3 IS NULL OR s.note LIKE ?3 ESCAPE '\')
        AND (?4 IS NULL OR max(
            s.created_at,
            coalesce(s.last_published_at, 0),
            (SELECT applied_at FROM schema_migration WHERE version = 4)) < ?4)
        AND (?5 = 0 OR s.last_published_at IS NULL)
        """,
        "s.name");

    internal string Subdomains { get; }

    internal string Credentials { get; }
}
