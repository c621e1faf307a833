namespace ValidationZone.Storage.Sqlite;

/// <summary>The SQL of the hot paths and of every change.</summary>
internal static class Statements
{
    // IMMEDIATE takes the write lock now: a transaction that reads first and wants it later can be refused for good.
    internal const string Begin = "BEGIN IMMEDIATE";
    internal const string Commit = "COMMIT";
    internal const string RollBack = "ROLLBACK";
    internal const string SetSavepoint = "SAVEPOINT request";
    internal const string ReleaseSavepoint = "RELEASE request";
    internal const string RollBackToSavepoint = "ROLLBACK TO request";

    internal const string EmptyLog = "PRAGMA wal_checkpoint(TRUNCATE)";

    internal const string ReadRevision = "SELECT max(last_revision) FROM change_feed";
    internal const string AddToFeed = """
        INSERT INTO change_feed (last_revision, first_revision, subdomain_ids) VALUES (?1, ?2, ?3)
        """;
    internal const string ShortenFeed = "DELETE FROM change_feed WHERE last_revision <= ?1";
    internal const string ReadFeedStart =
        "SELECT first_revision - 1 FROM change_feed ORDER BY last_revision LIMIT 1";

    // A fact may come back from the log; the first time is the one to remember.
    internal const string AddRevocation = "INSERT OR IGNORE INTO revocation (fact, revoked_at) VALUES (?1, ?2)";

    internal const string ReadSerialCeiling = "SELECT serial_ceiling FROM store_state";
    // Never lowered, whoever asks: a serial that goes back is older to every secondary (RFC 1982 §3.2).
    internal const string RaiseSerialCeiling = "UPDATE store_state SET serial_ceiling = ?1 WHERE serial_ceiling < ?1";
    internal const string Probe = "UPDATE store_state SET probe_count = probe_count + 1";
    internal const string ReadPepperCheck = "SELECT pepper_check FROM store_state";
    internal const string WritePepperCheck = "UPDATE store_state SET pepper_check = ?1";

    // Tombstones count: a name is given out once.
    internal const string FindNameOrUsername = """
        SELECT 1 FROM subdomain WHERE name = ?1 UNION ALL SELECT 1 FROM credential WHERE username = ?2
        """;

    internal const string AddSubdomain = """
        INSERT INTO subdomain (name, revision, created_at, note) VALUES (?1, ?2, ?3, ?4) RETURNING id
        """;

    internal const string AddCredential = """
        INSERT INTO credential
            (subdomain_id, username, key_hash, allow_from, created_at, expires_at, is_enabled, note,
             previous_key, imported_hash, last_used_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
        """;

    // Version 4 brought the time of the last publication. Before it nobody counted, and unknown is not unused.
    internal const string FindExisting = """
        SELECT id, created_at, note
        FROM subdomain
        WHERE name = ?1 AND deleted_at IS NULL
          AND (?2 IS NULL OR max(
              created_at,
              coalesce(last_published_at, 0),
              (SELECT applied_at FROM schema_migration WHERE version = 4)) < ?2)
        """;

    internal const string DeleteCredentials = "DELETE FROM credential WHERE subdomain_id = ?1";
    internal const string BurySubdomain = """
        UPDATE subdomain SET revision = ?2, deleted_at = ?3, live_values = NULL WHERE id = ?1
        """;

    // Asked again at each change, because the credential may have been revoked since it was authenticated.
    internal const string FindForChange = """
        SELECT s.id, s.revision, s.live_values
        FROM subdomain s
        JOIN credential c ON c.subdomain_id = s.id AND c.username = ?2 AND c.is_enabled = 1
        WHERE s.name = ?1 AND s.deleted_at IS NULL AND s.is_enabled = 1
        """;

    // A removal is no publication: its time is NULL, and the column stays.
    internal const string ChangeValues = """
        UPDATE subdomain
        SET revision = ?2, live_values = ?3, last_published_at = coalesce(?4, last_published_at)
        WHERE id = ?1
        """;

    internal const string ReadValuesAfter = """
        SELECT id, live_values FROM subdomain WHERE id > ?1 ORDER BY id LIMIT ?2
        """;

    // No revision: nobody serves what has expired, so nobody has to read the row again.
    internal const string KeepValues = "UPDATE subdomain SET live_values = ?2 WHERE id = ?1";

    internal const string AddToken = """
        INSERT INTO operator_token
            (id, secret_hash, role, allow_from, created_at, expires_at, revoked_at, quota, used, note)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        """;

    // Checks and counts in one statement: two registrations cannot both take the last one.
    internal const string SpendToken = """
        UPDATE operator_token SET used = used + 1
        WHERE id = ?1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?2)
          AND (quota IS NULL OR used < quota)
        """;

    // The first revocation is the one to remember.
    internal const string RevokeToken = "UPDATE operator_token SET revoked_at = coalesce(revoked_at, ?2) WHERE id = ?1";

    private const string TokenColumns =
        "id, secret_hash, role, allow_from, created_at, expires_at, revoked_at, quota, used, note, last_used_at";

    internal const string ListTokens = $"SELECT {TokenColumns} FROM operator_token ORDER BY created_at, id";
    internal const string FindToken = $"SELECT {TokenColumns} FROM operator_token WHERE secret_hash = ?1";
}
