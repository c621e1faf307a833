using System.Globalization;
using System.Reflection;
using Microsoft.Data.Sqlite;
using ValidationZone.Accounts;

namespace ValidationZone.Storage;

/// <summary>Brings a database's schema up to date: numbered scripts, each in a transaction of its own, each once.</summary>
internal sealed class MigrationRunner(SqliteConnection connection, TimeProvider clock)
{
    private const string ScriptSuffix = ".sql";

    /// <exception cref="StoreUnavailableException">The schema is newer than this program.</exception>
    internal void Run()
    {
        Execute("""
            CREATE TABLE IF NOT EXISTS schema_migration (
                version    INTEGER PRIMARY KEY,
                name       TEXT NOT NULL,
                applied_at INTEGER NOT NULL
            ) STRICT
            """);
        string[] scripts = ScriptNames();
        int newest = VersionOf(scripts[^1]);
        int present = PresentVersion();
        if (present > newest)
        {
            throw new StoreUnavailableException(
                $"the database has schema version {present}, and this program knows none above {newest}: "
                + "it was written by a newer version of validationzone");
        }

        foreach (string script in scripts)
            Apply(script);
    }

    private static string[] ScriptNames() =>
        [.. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.EndsWith(ScriptSuffix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];

    /// <summary>A script is called <c>0001_accounts.sql</c>.</summary>
    private static int VersionOf(string script) =>
        int.Parse(script.AsSpan(0, script.IndexOf('_', StringComparison.Ordinal)), CultureInfo.InvariantCulture);

    private static string ReadScript(string script)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(script)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private void Apply(string script)
    {
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);

        // Asked inside the transaction: of two processes that start at once, the second finds it done.
        if (PresentVersion() >= VersionOf(script))
            return;

        Execute(ReadScript(script));
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

    private void Execute(string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is a constant or a script inside this assembly.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
