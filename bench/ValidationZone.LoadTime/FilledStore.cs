using System.Globalization;
using Microsoft.Data.Sqlite;
using ValidationZone.Storage.Sqlite;

namespace ValidationZone.LoadTime;

/// <summary>A database with as many accounts as wanted, each with one credential and two live values.</summary>
internal static class FilledStore
{
    /// <summary>Names follow from their number, in no order that an index would like better than random ones.</summary>
    internal static string Name(long number) => string.Create(
        CultureInfo.InvariantCulture, $"{number * 2654435761 & 0xFFFFFFFF:x8}-0000-4000-8000-{number:x12}");

    internal static async Task CreateAsync(string path, int names)
    {
        // The schema is the server's own; the rows come in one statement a table, as through the API it would take minutes.
        await (await SqliteAccountStore.OpenAsync(path, TimeProvider.System, CancellationToken.None)).DisposeAsync();
        using var connection = new SqliteConnection($"Data Source={path};Pooling=false");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandTimeout = 0;
        command.CommandText = Rows;
        command.Parameters.AddWithValue("$names", names);
        command.Parameters.AddWithValue("$now", TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        command.ExecuteNonQuery();
    }

    // Values expire a day to two days from now, spread as those of renewals through a day are.
    private const string Rows = """
        PRAGMA synchronous = OFF;
        PRAGMA cache_size = -262144;
        BEGIN;
        WITH RECURSIVE number(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM number WHERE i < $names)
        INSERT INTO subdomain (id, name, revision, created_at)
        SELECT i, printf('%08x-0000-4000-8000-%012x', (i * 2654435761) & 0xFFFFFFFF, i), i, $now FROM number;
        INSERT INTO credential (subdomain_id, username, key_hash, allow_from, created_at, is_enabled)
        SELECT id, randomblob(16), randomblob(32), '', $now, 1 FROM subdomain;
        UPDATE subdomain SET live_values = unhex('01' || (
            SELECT group_concat(
                hex(substr(hex(randomblob(22)), 1, 43)) || hex(c.username)
                || printf('%016x%016x', 2 * c.subdomain_id + n.column1, $now + 86400000 + abs(random() % 86400000)), '')
            FROM credential c CROSS JOIN (VALUES (0), (1)) n WHERE c.subdomain_id = subdomain.id));
        UPDATE change_feed SET last_revision = $names, first_revision = $names + 1;
        COMMIT;
        PRAGMA wal_checkpoint(TRUNCATE);
        """;
}
