using Microsoft.Data.Sqlite;
using SQLitePCL;
using ValidationZone.Storage.Sqlite;

namespace ValidationZone.Accounts.Tests;

public sealed class SqliteAccountStoreTests : AccountStoreContract
{
    private const string OrphanedCredential =
        """
        INSERT INTO credential (subdomain_id, username, key_hash, allow_from, created_at, is_enabled)
        VALUES (999, randomblob(16), randomblob(32), '', 0, 1)
        """;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TempFolder _folder = new();

    private string DatabasePath => _folder.PathOf("data/validationzone.db");

    private SqliteAccountStore Sqlite => (SqliteAccountStore)Store;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Files_are_readable_by_their_owner_only()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes");
        await RegisterAsync("name", user: 1);

        string[] files = Directory.GetFiles(_folder.PathOf("data"));

        Assert.Equal(4, files.Length);
        Assert.All(files, file => Assert.Equal(OwnerOnly, ModeOf(file)));
        Assert.Equal(OwnerOnly | UnixFileMode.UserExecute, ModeOf(_folder.PathOf("data")));
    }

    [Fact]
    public async Task Commit_reaches_the_disk_before_it_is_reported()
    {
        Dictionary<string, string> settings = await Sqlite.WriteAsync(session => new[]
        {
            "journal_mode", "synchronous", "foreign_keys", "wal_autocheckpoint", "busy_timeout",
        }.ToDictionary(name => name, name => Query(session, $"PRAGMA {name}")));

        Assert.Equal(("wal", "2", "1"), (settings["journal_mode"], settings["synchronous"], settings["foreign_keys"]));
        Assert.Equal(("2000", "5000"), (settings["wal_autocheckpoint"], settings["busy_timeout"]));
    }

    [Fact]
    public async Task Newer_schema_is_refused()
    {
        await Store.DisposeAsync();
        Execute("INSERT INTO schema_migration (version, name, applied_at) VALUES (9999, 'of the future', 0)");

        StoreUnavailableException refusal = await Assert.ThrowsAsync<StoreUnavailableException>(OpenAsync);

        Assert.Contains("9999", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("newer version", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_that_is_no_database_is_refused()
    {
        string path = _folder.PathOf("text.db");
        await File.WriteAllTextAsync(path, new string('x', 10_000), Cancellation);

        StoreUnavailableException refusal = await Assert.ThrowsAsync<StoreUnavailableException>(
            () => SqliteAccountStore.OpenAsync(path, Clock, Cancellation));

        Assert.Contains(path, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_processes_may_make_the_database_at_once()
    {
        string path = _folder.PathOf("new/validationzone.db");

        SqliteAccountStore[] stores = await Task.WhenAll(Enumerable.Range(0, 4).Select(
            _ => SqliteAccountStore.OpenAsync(path, Clock, Cancellation)));

        RegistrationReceipt[] receipts = await Task.WhenAll(stores.Select(
            (store, i) => store.RegisterAsync(A.NewSubdomain($"name{i}", i))));
        foreach (SqliteAccountStore store in stores)
            await store.DisposeAsync();

        Assert.Equal([1, 2, 3, 4], receipts.Select(receipt => receipt.Revision).Order());
    }

    [Fact]
    public async Task No_key_is_in_the_files()
    {
        const string Key = "abcdefghijABCDEFGHIJ0123456789-_-_-_-_-_";
        await Store.RegisterAsync(new(A.Subdomain("name"), A.Credential(1, Key), Note: null, TokenId: null));

        foreach (string file in Directory.GetFiles(_folder.PathOf("data")))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream);
            Assert.DoesNotContain(Key, await reader.ReadToEndAsync(Cancellation), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Failing_request_does_not_take_others_of_its_batch_with_it()
    {
        await RegisterAsync("name", user: 1);
        await PublishAsync("name", user: 1, digest: 9);

        (Task<int> failing, Task<ChangeReceipt?>[] others) = await Sqlite.WhileWriterIsHeldAsync(() => (
            Sqlite.WriteAsync(session => Run(session, "UPDATE subdomain SET live_values = NULL")
                + Run(session, "INSERT INTO store_state VALUES (2, 0, 0, NULL)")),
            Enumerable.Range(0, 5).Select(digest => PublishAsync("name", user: 1, digest)).ToArray()));

        await Assert.ThrowsAsync<StoreUnavailableException>(() => failing);
        await Task.WhenAll(others);
        Assert.Equal(6, (await FindAsync("name"))!.Values.Count);
    }

    [Fact]
    public async Task Exception_in_a_request_reaches_its_caller_only()
    {
        await RegisterAsync("name", user: 1);

        (Task<int> failing, Task<ChangeReceipt?> other) = await Sqlite.WhileWriterIsHeldAsync(() => (
            Sqlite.WriteAsync<int>(_ => throw new InvalidOperationException("a bug")),
            PublishAsync("name", user: 1, digest: 1)));

        await Assert.ThrowsAsync<StoreUnavailableException>(() => failing);
        Assert.NotNull(await other);
    }

    [Fact]
    public async Task Failing_commit_fails_the_whole_batch_and_leaves_nothing_of_it()
    {
        await RegisterAsync("name", user: 1);

        // A reference to nothing that is checked at COMMIT only.
        (Task<int> poison, Task<ChangeReceipt?>[] others) = await Sqlite.WhileWriterIsHeldAsync(() => (
            Sqlite.WriteAsync(session => Run(session, "PRAGMA defer_foreign_keys = ON")
                + Run(session, OrphanedCredential)),
            Enumerable.Range(0, 5).Select(digest => PublishAsync("name", user: 1, digest)).ToArray()));

        await Assert.ThrowsAsync<StoreUnavailableException>(() => poison);
        foreach (Task<ChangeReceipt?> other in others)
            await Assert.ThrowsAsync<StoreUnavailableException>(() => other);

        Assert.Empty((await FindAsync("name"))!.Values);
        Assert.NotNull(await PublishAsync("name", user: 1, digest: 6));
    }

    [Fact]
    public async Task Full_disk_refuses_changes_and_the_store_recovers_when_space_returns()
    {
        await RegisterAsync("name", user: 1);
        await Sqlite.WriteAsync(session => Query(session, "PRAGMA max_page_count = 1"));

        Task<RegistrationReceipt>[] registrations =
            await Sqlite.WhileWriterIsHeldAsync(() => Enumerable.Range(2, 400).Select(
                user => Store.RegisterAsync(A.NewSubdomain($"name{user}", user))).ToArray());
        StoreUnavailableException refusal =
            await Assert.ThrowsAsync<StoreUnavailableException>(() => Task.WhenAll(registrations));
        bool isAvailable = await Store.IsAvailableAsync(Cancellation);

        // The limit went with the connection, as if somebody had made room.
        Assert.Contains("full", refusal.Message, StringComparison.Ordinal);
        Assert.False(isAvailable);
        Assert.All(registrations, registration => Assert.True(registration.IsFaulted));
        Assert.Equal(["name"], (await ReadAsync(null)).Select(stored => stored.Subdomain.Text));
        await RegisterAsync("other", user: 2);
        Assert.True(await Store.IsAvailableAsync(Cancellation));
    }

    [Fact]
    public async Task Outside_change_between_the_two_tries_of_a_batch_is_announced()
    {
        await RegisterAsync("name", user: 1);

        // The hook is called when the first try is undone and the lock is free: another process commits just then.
        Task<int> failing = Sqlite.WriteAsync<int>(session =>
        {
            raw.sqlite3_rollback_hook(session.Connection.Handle, _ => CommitOutside(session.Connection.Handle!), null);
            throw new InvalidOperationException("a bug");
        });
        await Assert.ThrowsAsync<StoreUnavailableException>(() => failing);
        long after = await Store.WaitForOutsideChangeAsync(Cancellation).WaitAsync(Bound, Cancellation);

        Assert.Equal(40, Assert.Single(await ReadAsync(after)).Revision);
    }

    [Fact]
    public async Task Writer_outlives_what_goes_wrong_while_it_has_nothing_to_write()
    {
        await Sqlite.WriteAsync(session =>
        {
            session.Prepare(Statements.ReadRevision).Dispose();
            return true;
        });
        await Eventually.TrueAsync(() => !Store.IsAvailableAsync(Cancellation).Result);
        Clock.Advance(TimeSpan.FromSeconds(2));

        Assert.True(await Store.IsAvailableAsync(Cancellation).WaitAsync(Bound, Cancellation));
        await RegisterAsync("name", user: 1).WaitAsync(Bound, Cancellation);
    }

    [Fact]
    public async Task Commit_that_fails_although_it_is_on_the_disk_is_announced_like_an_outside_change()
    {
        await RegisterAsync("name", user: 1);

        Task<int> failing = Sqlite.WriteAsync(session =>
            Run(session, "UPDATE subdomain SET revision = 40")
            + Run(session, "INSERT INTO change_feed VALUES (40, 40, '[1]')")
            + Run(session, Statements.Commit));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => failing);
        long after = await Store.WaitForOutsideChangeAsync(Cancellation).WaitAsync(Bound, Cancellation);

        Assert.Equal(40, Assert.Single(await ReadAsync(after)).Revision);
    }

    [Fact]
    public async Task Log_that_a_failed_commit_has_left_is_made_part_of_the_database_before_the_next_one()
    {
        await RegisterAsync("name", user: 1);
        for (int digest = 0; digest < 100; digest++)
            await PublishAsync("name", user: 1, digest);

        // While another process has the file open, closing a connection leaves the log as it is.
        await using SqliteConnection other = Connect();
        using SqliteCommand read = other.CreateCommand();
        read.CommandText = "SELECT probe_count FROM store_state";
        await read.ExecuteScalarAsync(Cancellation);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Sqlite.WriteAsync(
            session => Run(session, Statements.Commit)));
        await PublishAsync("name", user: 1, digest: 200);

        Assert.InRange(new FileInfo(DatabasePath + "-wal").Length, 1, 100_000);
    }

    [Fact]
    public async Task Nothing_is_acknowledged_behind_the_log_of_a_failed_commit_while_it_is_read()
    {
        await RegisterAsync("name", user: 1);
        await using SqliteConnection other = Connect();
        await using SqliteTransaction reading = other.BeginTransaction(deferred: true);
        using SqliteCommand read = other.CreateCommand();
        read.CommandText = "SELECT probe_count FROM store_state";
        await read.ExecuteScalarAsync(Cancellation);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Sqlite.WriteAsync(
            session => Run(session, Statements.Commit)));

        await Assert.ThrowsAsync<StoreUnavailableException>(() => PublishAsync("name", user: 1, digest: 1));

        await reading.CommitAsync(Cancellation);
        Assert.NotNull(await PublishAsync("name", user: 1, digest: 1));
    }

    [Theory]
    [InlineData("substr(live_values, 1, 150)")]
    [InlineData("x'02' || substr(live_values, 2)")]
    [InlineData("substr(live_values, 1, 76) || x'21' || substr(live_values, 78)")]
    [InlineData("substr(live_values, 1, 143) || x'7fffffffffffffff'")]
    public async Task Damaged_values_stop_changes_of_their_own_name_only(string column)
    {
        await RegisterAsync("damaged", user: 1);
        await RegisterAsync("name", user: 2);
        await PublishAsync("damaged", user: 1, digest: 1);
        await PublishAsync("damaged", user: 1, digest: 2);
        Execute($"UPDATE subdomain SET live_values = CAST({column} AS BLOB) WHERE name = 'damaged'");

        (Task<ChangeReceipt?> damaged, Task<ChangeReceipt?> other) = await Sqlite.WhileWriterIsHeldAsync(
            () => (PublishAsync("damaged", user: 1, digest: 3), PublishAsync("name", user: 2, digest: 1)));

        await Assert.ThrowsAsync<StoreUnavailableException>(() => damaged);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => ReadAsync(null));
        Assert.NotNull(await other);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Callers_go_on_in_the_thread_pool_and_not_on_the_writer_thread(bool succeeds)
    {
        Task<bool> write = Sqlite.WriteAsync(_ => succeeds ? true : throw new InvalidOperationException("refused"));

        bool isInPool = await write.ContinueWith(
            _ => Thread.CurrentThread.IsThreadPoolThread,
            TestContext.Current.CancellationToken,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);

        Assert.True(isInPool);
    }

    [Fact]
    public async Task Database_file_that_is_gone_refuses_changes()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not delete an open file");
        await RegisterAsync("name", user: 1);

        File.Delete(DatabasePath);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => PublishAsync("name", user: 1, digest: 1));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => PublishAsync("name", user: 1, digest: 1));
        Assert.False(await Store.IsAvailableAsync(Cancellation));
    }

    [Fact]
    public async Task Queue_is_bounded()
    {
        await RegisterAsync("name", user: 1);

        Task<ChangeReceipt?>[] changes = await Sqlite.WhileWriterIsHeldAsync(() => Enumerable.Range(0, 5_000).Select(
            _ => PublishAsync("name", user: 1, digest: 1)).ToArray());

        StoreUnavailableException refusal =
            await Assert.ThrowsAsync<StoreUnavailableException>(() => Task.WhenAll(changes));
        Assert.Contains("too many", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(4_096, changes.Count(change => change.IsCompletedSuccessfully));
    }

    [Fact]
    public async Task Log_does_not_grow_without_bound()
    {
        await RegisterAsync("name", user: 1);
        for (int round = 0; round < 20; round++)
            await Task.WhenAll(Enumerable.Range(0, 500).Select(digest => PublishAsync("name", user: 1, digest)));

        for (int i = 0; i < 3_000; i++)
            await PublishAsync("name", user: 1, digest: i);

        Assert.InRange(new FileInfo(DatabasePath + "-wal").Length, 1, 33_554_432);
    }

    [Fact]
    public async Task Writer_waits_for_another_process_that_is_writing()
    {
        await RegisterAsync("name", user: 1);
        await using SqliteConnection other = Connect();
        SqliteTransaction transaction = other.BeginTransaction(deferred: false);

        Task<ChangeReceipt?> publication = PublishAsync("name", user: 1, digest: 1);
        bool isEarly = publication.IsCompleted;
        await transaction.CommitAsync(Cancellation);

        Assert.False(isEarly);
        Assert.NotNull(await publication);
    }

    protected override async Task<IAccountStore> OpenAsync() =>
        await SqliteAccountStore.OpenAsync(DatabasePath, Clock, Cancellation);

    private static int Run(WriteSession session, string sql)
    {
        using var statement = new Statement(session.Connection, sql);
        return statement.Execute();
    }

    private static string Query(WriteSession session, string sql)
    {
        using var statement = new Statement(session.Connection, sql);
        statement.Step();
        return statement.Text(0)!;
    }

    private static UnixFileMode ModeOf(string path) =>
        OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(path);

    /// <summary>Changes something as another process would, once.</summary>
    private void CommitOutside(sqlite3 hooked)
    {
        raw.sqlite3_rollback_hook(hooked, null, null);
        Execute("UPDATE subdomain SET revision = 40; INSERT INTO change_feed VALUES (40, 40, '[1]')");
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={DatabasePath};Pooling=False");
        connection.Open();
        return connection;
    }

    private void Execute(string sql)
    {
        using SqliteConnection connection = Connect();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // A constant of the test.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
