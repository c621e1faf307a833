using Microsoft.Data.Sqlite;
using SQLitePCL;
using ValidationZone.Accounts;

namespace ValidationZone.Storage.Sqlite;

/// <summary>Copies a database as it is at one moment, beside a server that goes on writing.</summary>
/// <remarks>
/// It reads only, and does not bring the schema up to date: a copy can be made before a newer version starts. While it
/// runs, SQLite's log grows with what is written.
/// </remarks>
/// <param name="databasePath">The database.</param>
/// <param name="clock">When to report.</param>
public sealed class SqliteBackup(string databasePath, TimeProvider clock)
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(250);

    private readonly SqliteDatabase _database = new(databasePath);

    /// <summary>Where the list of what was deleted for good stands; it must stay there when a copy is put back.</summary>
    public static string RevokedPath(string databasePath) => RevocationLog.PathOf(new SqliteDatabase(databasePath));

    /// <summary>Copies; the file has its name only once it is whole and on the disk.</summary>
    /// <param name="target">Where the copy goes; there must be no such file.</param>
    /// <param name="progress">Is told of how many octets the copy has; <see langword="null"/> for nobody.</param>
    /// <param name="cancellation">Ends it; nothing is left then.</param>
    /// <returns>How many octets the copy has.</returns>
    /// <exception cref="StoreUnavailableException">There is no database, or it cannot be read or copied.</exception>
    /// <exception cref="IOException">The target is there already, or cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The target may not be made.</exception>
    public async Task<long> CopyToAsync(string target, IProgress<long>? progress, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(target);
        if (!_database.Exists)
            throw new StoreUnavailableException($"there is no database {_database.Path}");

        RequireForeign(Path.GetFullPath(target));
        using var draft = DraftFile.Create(target);
        // Without the token: the file must be let go of before the draft is taken away.
        var copy = Task.Run(() => Copy(draft.Path, cancellation), CancellationToken.None);
        while (!copy.IsCompleted)
        {
            await Task.WhenAny(copy, Task.Delay(ReportInterval, clock, CancellationToken.None)).ConfigureAwait(false);
            progress?.Report(new FileInfo(draft.Path).Length);
        }

        await copy.ConfigureAwait(false);
        long length = new FileInfo(draft.Path).Length;
        draft.Publish();
        return length;
    }

    /// <summary>Refuses the names that SQLite and this program give to files beside the database.</summary>
    private void RequireForeign(string target)
    {
        string[] own = ["", "-wal", "-shm", "-journal", ".revoked", ".pepper"];
        if (own.Any(suffix => target == _database.Path + suffix))
            throw new IOException($"{target} belongs to the database itself; a copy must have another name");
    }

    private void Copy(string path, CancellationToken cancellation)
    {
        try
        {
            using SqliteConnection connection = _database.OpenForCopying();
            using var statement = new Statement(connection, "VACUUM INTO ?1");
            using CancellationTokenRegistration end =
                cancellation.Register(() => raw.sqlite3_interrupt(connection.Handle));
            // SQLite forgets an interrupt that comes while nothing runs.
            cancellation.ThrowIfCancellationRequested();
            statement.Bind(1, path).Execute();
        }
        catch (SqliteException failure) when (!cancellation.IsCancellationRequested)
        {
            throw new StoreUnavailableException($"the database cannot be copied: {failure.Message}", failure);
        }
        catch (SqliteException interrupted)
        {
            throw new OperationCanceledException("the copy was ended", interrupted, cancellation);
        }
    }
}
