using Microsoft.Data.Sqlite;
using ValidationZone.Storage.Sqlite;
using ValidationZone.Tests.Support;

namespace ValidationZone.Accounts.Tests;

public sealed class SqliteTokenReaderTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly FakeClock _clock = new();
    private SqliteAccountStore _store = null!;

    private string DatabasePath => _folder.PathOf("validationzone.db");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = await OpenAsync();
        await _store.AddTokenAsync(A.Token(1));
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Revocation_by_another_process_is_seen_by_the_next_look_up()
    {
        await using SqliteAccountStore other = await OpenAsync();
        OperatorToken? before = await FindAsync(1);

        await other.RevokeTokenAsync(A.Uuid(1));
        await other.AddTokenAsync(A.Token(2));

        Assert.Null(before!.RevokedAt);
        Assert.NotNull((await FindAsync(1))!.RevokedAt);
        Assert.NotNull(await FindAsync(2));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    public async Task Look_up_leaves_no_transaction_behind_that_would_hold_the_log(int number)
    {
        await FindAsync(number);
        await _store.AddTokenAsync(A.Token(2));

        await using var connection = new SqliteConnection($"Data Source={DatabasePath};Pooling=false");
        await connection.OpenAsync(Cancellation);
        await using SqliteCommand checkpoint = connection.CreateCommand();
        // The writer looks into the database now and then, and is done in a moment; what is left behind stays.
        checkpoint.CommandText = "PRAGMA busy_timeout = 10000; PRAGMA wal_checkpoint(TRUNCATE)";
        await using SqliteDataReader result = await checkpoint.ExecuteReaderAsync(Cancellation);
        await result.NextResultAsync(Cancellation);
        await result.ReadAsync(Cancellation);

        Assert.Equal(0, result.GetInt32(0));
    }

    [Fact]
    public async Task Any_number_of_look_ups_at_once_share_one_connection()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "open files are listed in /proc");

        OperatorToken?[] found = await Task.WhenAll(Enumerable.Range(0, 500).Select(i => FindAsync(i % 2)));

        Assert.Equal(250, found.Count(token => token is not null));
        Assert.Equal(2, OpenFiles());
    }

    [Fact]
    public async Task Database_that_is_gone_has_no_tokens_left()
    {
        await FindAsync(1);

        File.Delete(DatabasePath);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => FindAsync(1));
    }

    [Fact]
    public async Task Database_that_was_put_in_the_place_of_another_is_read_within_a_second()
    {
        await FindAsync(1);
        File.Delete(DatabasePath);
        File.Delete(DatabasePath + "-wal");
        File.Delete(DatabasePath + "-shm");
        await using SqliteAccountStore other = await OpenAsync();

        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Null(await FindAsync(1));
    }

    [Fact]
    public async Task Look_up_after_the_end_fails()
    {
        await _store.DisposeAsync();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => FindAsync(1));
    }

    [Fact]
    public async Task Database_is_whole_in_one_file_after_the_end()
    {
        await FindAsync(1);

        await _store.DisposeAsync();

        string[] files = Directory.GetFiles(Path.GetDirectoryName(DatabasePath)!);
        Assert.Equal([DatabasePath, DatabasePath + ".revoked"], files.Order(StringComparer.Ordinal));
    }

    private Task<OperatorToken?> FindAsync(int number) => _store.FindTokenAsync(A.Token(number).SecretHash, Cancellation);

    private Task<SqliteAccountStore> OpenAsync() => SqliteAccountStore.OpenAsync(DatabasePath, _clock, Cancellation);

    private int OpenFiles() => Directory.GetFiles("/proc/self/fd").Count(file =>
        new FileInfo(file).LinkTarget is { } target && target == DatabasePath);
}
