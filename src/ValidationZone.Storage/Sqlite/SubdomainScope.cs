namespace ValidationZone.Storage.Sqlite;

/// <summary>
/// Which subdomains are read, as three queries that bring them, their credentials and their values in step.
/// </summary>
/// <remarks>
/// Parameter 1 is the scope's own, 2 the present time. The order is that of an index, so nothing is sorted and reading
/// can stop at any row.
/// </remarks>
internal sealed class SubdomainScope
{
    private SubdomainScope(string condition, string order)
    {
        // CROSS JOIN keeps SQLite from turning the loops round, which would cost a sort of everything.
        Subdomains = $"""
            SELECT s.id, s.name, s.revision, s.created_at, s.deleted_at, s.note
            FROM subdomain s WHERE {condition} ORDER BY {order}
            """;
        Credentials = $"""
            SELECT s.id, c.username, c.key_hash, c.allow_from, c.created_at, c.expires_at, c.is_enabled, c.note
            FROM subdomain s CROSS JOIN credential c ON c.subdomain_id = s.id WHERE {condition} ORDER BY {order}
            """;

        // Expired rows may still be there for a while: they are tidied at leisure, and must never be served again.
        Values = $"""
            SELECT s.id, v.digest, v.publisher, v.sequence, v.expires_at
            FROM subdomain s CROSS JOIN live_value v ON v.subdomain_id = s.id AND v.expires_at > ?2
            WHERE {condition} ORDER BY {order}
            """;
    }

    private SubdomainScope(string subdomains, string credentials, string values)
    {
        Subdomains = subdomains;
        Credentials = credentials;
        Values = values;
    }

    /// <summary>
    /// All that exist; what the parameter says does not matter, but it must be bound like the others.
    /// </summary>
    // Three plain scans: whoever loads a million names waits for this. A tombstone has no credentials and no values, so
    // nothing has to be joined to leave it out.
    internal static SubdomainScope Existing { get; } = new(
        """
        SELECT id, name, revision, created_at, deleted_at, note
        FROM subdomain WHERE deleted_at IS NULL AND ?1 IS NOT NULL ORDER BY id
        """,
        """
        SELECT subdomain_id, username, key_hash, allow_from, created_at, expires_at, is_enabled, note
        FROM credential WHERE ?1 IS NOT NULL ORDER BY subdomain_id
        """,
        """
        SELECT subdomain_id, digest, publisher, sequence, expires_at
        FROM live_value WHERE ?1 IS NOT NULL AND expires_at > ?2 ORDER BY subdomain_id
        """);

    /// <summary>Changed after a revision, tombstones too.</summary>
    internal static SubdomainScope ChangedSince { get; } = new("s.revision > ?1", "s.revision");

    /// <summary>The one of a name, deleted or not.</summary>
    internal static SubdomainScope Named { get; } = new("s.name = ?1", "s.name");

    /// <summary>Those that exist and come after a name.</summary>
    internal static SubdomainScope After { get; } = new("s.deleted_at IS NULL AND s.name > ?1", "s.name");

    internal string Subdomains { get; }

    internal string Credentials { get; }

    internal string Values { get; }
}
