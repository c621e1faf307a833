using ValidationZone.Accounts;

namespace ValidationZone.Storage.Sqlite;

/// <summary>Accounts and digests in one SQLite file: WAL, synchronous=FULL, one writer thread, group commit.</summary>
public sealed class SqliteAccountStore : IAccountStore
{
    /// <summary>Opens the file, makes it and its folder when there is none, and brings its schema up to date.</summary>
    /// <param name="path">The database file.</param>
    /// <param name="clock">Tells the time of changes.</param>
    /// <param name="cancellation">Stops the opening.</param>
    /// <exception cref="StoreUnavailableException">The file cannot be opened, or its schema is newer than this program.</exception>
    public static Task<SqliteAccountStore> OpenAsync(string path, TimeProvider clock, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<bool> IsAvailableAsync(CancellationToken cancellation) => throw new NotImplementedException();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
