using Microsoft.Data.Sqlite;
using ValidationZone.Storage.Sqlite;

namespace ValidationZone.Accounts.Tests;

public sealed class SqliteBackupTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string DatabasePath => _folder.PathOf("validationzone.db");

    private string TargetPath => _folder.PathOf("copy.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Copy_during_thousands_of_writes_is_the_store_at_one_moment()
    {
        await using SqliteAccountStore store = await OpenAsync(DatabasePath);
        await store.ImportAsync([A.Stored("before", revision: 0, A.Credential(0))]);
        using var reached = new SemaphoreSlim(0);
        using var stop = new CancellationTokenSource();
        Task<int> writing = WritePairsAsync(store, reached, stop.Token);
        await reached.WaitAsync(Cancellation);

        await BackUpAsync();
        bool isWritingStill = !writing.IsCompleted;
        await stop.CancelAsync();
        int pairs = await writing;

        await using SqliteAccountStore copy = await OpenAsync(TargetPath);
        HashSet<string> names = await NamesAsync(copy);
        Assert.Equal("ok", IntegrityOf(TargetPath));
        Assert.Contains("before", names);
        Assert.InRange(names.Count, 201, 2 * pairs);
        Assert.All(Enumerable.Range(1, pairs), i => Assert.Equal(names.Contains($"a-{i}"), names.Contains($"b-{i}")));
        Assert.True(isWritingStill);
    }

    [Fact]
    public async Task Copy_is_private_and_whole_and_alone()
    {
        await using SqliteAccountStore store = await OpenAsync(DatabasePath);
        await store.ImportAsync([AnExport.FullSubdomain()]);

        long length = await BackUpAsync();

        Assert.Equal(new FileInfo(TargetPath).Length, length);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(TargetPath));

        Assert.Equal(["copy.db"], Directory.GetFiles(_folder.PathOf(""), "copy*").Select(Path.GetFileName));
    }

    [Fact]
    public async Task File_that_is_there_stays_as_it_is()
    {
        await using SqliteAccountStore store = await OpenAsync(DatabasePath);
        await File.WriteAllTextAsync(TargetPath, "precious", Cancellation);

        IOException refusal = await Assert.ThrowsAsync<IOException>(() => BackUpAsync());

        Assert.Contains("is there already", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("precious", await File.ReadAllTextAsync(TargetPath, Cancellation));
        Assert.False(File.Exists(TargetPath + ".partial"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-wal")]
    [InlineData("-journal")]
    [InlineData(".revoked")]
    [InlineData(".pepper")]
    public async Task Names_of_the_database_s_own_files_are_refused(string suffix)
    {
        await using (SqliteAccountStore store = await OpenAsync(DatabasePath))
            await store.ImportAsync([AnExport.FullSubdomain()]);

        IOException refusal = await Assert.ThrowsAsync<IOException>(() => BackUpAsync(DatabasePath + suffix));

        Assert.Contains("belongs to the database itself", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Copy_that_was_cut_off_is_not_written_over()
    {
        await using SqliteAccountStore store = await OpenAsync(DatabasePath);
        await File.WriteAllTextAsync(TargetPath + ".partial", "half", Cancellation);

        IOException refusal = await Assert.ThrowsAsync<IOException>(() => BackUpAsync());

        Assert.Contains("remove it", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("half", await File.ReadAllTextAsync(TargetPath + ".partial", Cancellation));
        Assert.False(File.Exists(TargetPath));
    }

    [Fact]
    public async Task Copy_that_fails_or_is_interrupted_leaves_nothing()
    {
        await File.WriteAllTextAsync(DatabasePath, "this is no database, but it is long enough", Cancellation);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => BackUpAsync());
        await Assert.ThrowsAsync<StoreUnavailableException>(
            () => new SqliteBackup(_folder.PathOf("missing.db"), TimeProvider.System)
                .CopyToAsync(TargetPath, progress: null, Cancellation));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => BackUpAsync(cancellation: new(canceled: true)));
        await Assert.ThrowsAnyAsync<IOException>(() => BackUpAsync(_folder.PathOf("no-such-folder/copy.db")));

        Assert.Equal([DatabasePath], Directory.GetFileSystemEntries(_folder.PathOf("")));
    }

    [Fact]
    public async Task Older_schema_is_copied_as_it_is()
    {
        await using (SqliteAccountStore store = await OpenAsync(DatabasePath))
            await store.ImportAsync([AnExport.FullSubdomain()]);

        await using (var connection = new SqliteConnection($"Data Source={DatabasePath};Pooling=False"))
        {
            await connection.OpenAsync(Cancellation);
            await using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "DELETE FROM schema_migration WHERE version = 4";
            await command.ExecuteNonQueryAsync(Cancellation);
        }

        await BackUpAsync();

        Assert.Equal(3L, Ask(DatabasePath, "SELECT max(version) FROM schema_migration"));
        Assert.Equal(3L, Ask(TargetPath, "SELECT max(version) FROM schema_migration"));
    }

    private static Task<SqliteAccountStore> OpenAsync(string path) =>
        SqliteAccountStore.OpenAsync(path, TimeProvider.System, Cancellation);

    /// <summary>Writes pairs until the copy is made, and thousands in any case.</summary>
    private static async Task<int> WritePairsAsync(
        SqliteAccountStore store, SemaphoreSlim reached, CancellationToken stop)
    {
        // Twenty at a time: transactions of several pairs, and never half of one.
        int i = 1;
        for (bool isLast = false; !isLast; i += 20)
        {
            // Once more after the copy, so that there is something that it does not have.
            isLast = i > 5_000 && stop.IsCancellationRequested;
            await Task.WhenAll(Enumerable.Range(i, 20).Select(number => store.ImportAsync(
            [
                A.Stored($"a-{number}", revision: 0, A.Credential(2 * number)),
                A.Stored($"b-{number}", revision: 0, A.Credential((2 * number) + 1)),
            ])));
            if (i == 101)
                reached.Release();
        }

        return i - 1;
    }

    private static async Task<HashSet<string>> NamesAsync(SqliteAccountStore store)
    {
        var names = new HashSet<string>();
        await foreach (StoredSubdomain stored in store.ReadAsync(afterRevision: null, Cancellation))
            names.Add(stored.Subdomain.Text);

        return names;
    }

    private static object? IntegrityOf(string path) => Ask(path, "PRAGMA integrity_check");

    private static object? Ask(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private Task<long> BackUpAsync(string? target = null, CancellationToken? cancellation = null) =>
        new SqliteBackup(DatabasePath, TimeProvider.System)
            .CopyToAsync(target ?? TargetPath, progress: null, cancellation ?? Cancellation);
}
