using System.Globalization;
using System.Reflection;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using ValidationZone.Accounts;

namespace ValidationZone.Storage;

/// <summary>
/// Brings a database's schema up to date: numbered scripts, each in a transaction of its own, each once.
/// </summary>
internal sealed class MigrationRunner(SqliteConnection connection, TimeProvider clock)
{
    private const string ScriptSuffix = ".sql";

    /// <summary>Applies what is not there yet.</summary>
    /// <exception cref="StoreUnavailableException">The schema is newer than this program.</exception>
    internal void Run()
    {
        CreateRecord();
        string[] scripts = ScriptNames();
        int newest = VersionOf(scripts[^1]);
        int present = PresentVersion();

        // A newer schema may hold what this program would break, such as a state that it knows nothing of.
        if (present > newest)
        {
            throw new StoreUnavailableException(
                $"the database has schema version {present}, and this program knows none above {newest}: "
                + "it was written by a newer version of validationzone");
        }

        foreach (string script in scripts)
            Apply(script);
    }

    /// <summary>The scripts inside this assembly, oldest first.</summary>
    private static string[] ScriptNames() =>
        [.. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.EndsWith(ScriptSuffix, StringComparison.Ordinal))
            // Four digits each, so that the order of the texts is that of the versions.
            .Order(StringComparer.Ordinal)];

    /// <summary>The number in front: a script is called <c>0001_accounts.sql</c>.</summary>
    private static int VersionOf(string script) =>
        int.Parse(script.AsSpan(0, script.IndexOf('_', StringComparison.Ordinal)), CultureInfo.InvariantCulture);

    private static string ReadScript(string script)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(script)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private void CreateRecord()
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = """
            CREATE TABLE IF NOT EXISTS schema_migration (
                version    INTEGER PRIMARY KEY,
                name       TEXT NOT NULL,
                applied_at INTEGER NOT NULL
            ) STRICT
            """;
        command.ExecuteNonQuery();
    }

    private void Apply(string script)
    {
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);

        // Asked inside the transaction: of two processes that start at once, the second finds it done.
        if (PresentVersion() >= VersionOf(script))
            return;

        // All statements of a script at once. If one fails, leaving here rolls back what the others did.
        SqliteException.ThrowExceptionForRC(raw.sqlite3_exec(connection.Handle, ReadScript(script)), connection.Handle);
        using SqliteCommand record = connection.CreateCommand();
        record.CommandText = "INSERT INTO schema_migration (version, name, applied_at) VALUES ($version, $name, $at)";
        record.Parameters.AddWithValue("$version", VersionOf(script));
        record.Parameters.AddWithValue("$name", script[..^ScriptSuffix.Length]);
        record.Parameters.AddWithValue("$at", clock.GetUtcNow().ToUnixTimeMilliseconds());
        record.ExecuteNonQuery();
        transaction.Commit();
    }

    private int PresentVersion()
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT coalesce(max(version), 0) FROM schema_migration";
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
