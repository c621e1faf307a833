using ValidationZone.Storage.Sqlite;
using ValidationZone.Tests.Support;

namespace ValidationZone.Accounts.Tests;

/// <summary>How expired values leave the file, which no reader can tell.</summary>
public sealed class SqliteTidyingTests : IAsyncLifetime
{
    private const string StoredValues = """
        SELECT coalesce(sum(length(live_values) - 1), 0) / 75 FROM subdomain
        """;

    private readonly TempFolder _folder = new();
    private readonly FakeClock _clock = new();
    private SqliteAccountStore _store = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _store = await SqliteAccountStore.OpenAsync(_folder.PathOf("validationzone.db"), _clock, Cancellation);

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Round_goes_through_all_rows_in_steps_and_deletes_what_has_expired_and_nothing_else()
    {
        await RegisterAsync(2_500);
        await PublishAsync(Enumerable.Range(0, 2_500), digest: 1);
        _clock.Advance(TimeSpan.FromHours(12));
        await PublishAsync(Enumerable.Range(0, 2_500).Where(number => number % 2 == 0), digest: 2);
        _clock.Advance(TimeSpan.FromHours(12));
        List<StoredSubdomain> before = await ReadAsync();

        long first = await CountAsync();
        bool[] hasMore = [await TidyAsync(), await TidyAsync(), await TidyAsync()];

        List<StoredSubdomain> after = await ReadAsync();
        Assert.Equal([true, true, false], hasMore);
        Assert.Equal((3_750, 1_250), (first, await CountAsync()));
        Assert.Equal(before.Select(stored => stored.Revision), after.Select(stored => stored.Revision));
        Assert.Equal(before.SelectMany(stored => stored.Values), after.SelectMany(stored => stored.Values));
    }

    [Fact]
    public async Task Next_round_begins_at_the_first_row()
    {
        await RegisterAsync(1_500);
        bool[] hasMore = [await TidyAsync(), await TidyAsync()];
        await PublishAsync([0, 1_499], digest: 1);
        _clock.Advance(TimeSpan.FromHours(24));

        await TidyAsync();
        long between = await CountAsync();
        await TidyAsync();

        Assert.Equal([true, false], hasMore);
        Assert.Equal((1, 0), (between, await CountAsync()));
    }

    [Fact]
    public async Task Damaged_values_are_left_as_they_are_and_stop_nothing()
    {
        await RegisterAsync(4);
        await PublishAsync([0, 1, 2, 3], digest: 1);
        await RunAsync("UPDATE subdomain SET live_values = x'01020304' WHERE id = 1");
        await RunAsync("UPDATE subdomain SET live_values = zeroblob(76) WHERE id = 2");
        _clock.Advance(TimeSpan.FromHours(24));

        bool hasMore = await TidyAsync();

        Assert.False(hasMore);
        Assert.Equal(2, await QueryAsync("SELECT count(live_values) FROM subdomain"));
        Assert.Equal(2, await QueryAsync("SELECT max(id) FROM subdomain WHERE live_values IS NOT NULL"));
    }

    [Fact]
    public async Task Step_that_was_rolled_back_is_done_again()
    {
        await RegisterAsync(1_500);
        await PublishAsync([0, 1_499], digest: 1);
        _clock.Advance(TimeSpan.FromHours(24));
        await RunAsync("PRAGMA query_only = ON");

        await Assert.ThrowsAsync<StoreUnavailableException>(TidyAsync);
        long before = await CountAsync();
        bool[] hasMore = [await TidyAsync(), await TidyAsync()];

        Assert.Equal([true, false], hasMore);
        Assert.Equal((2, 0), (before, await CountAsync()));
    }

    private Task<bool> TidyAsync() => _store.DeleteExpiredValuesAsync();

    private async Task RegisterAsync(int count) => await Task.WhenAll(Enumerable.Range(0, count).Select(
        number => _store.RegisterAsync(A.NewSubdomain($"name{number}", number))));

    private async Task PublishAsync(IEnumerable<int> numbers, int digest) => await Task.WhenAll(numbers.Select(
        number => _store.ChangeValuesAsync(A.Change($"name{number}", number, digest, _clock.GetUtcNow()))));

    private Task<long> CountAsync() => QueryAsync(StoredValues);

    private Task<long> QueryAsync(string sql) => _store.WriteAsync(session =>
    {
        using var statement = new Statement(session.Connection, sql);
        return statement.Step() ? statement.Int64(0) : 0;
    });

    private Task<int> RunAsync(string sql) => _store.WriteAsync(session =>
    {
        using var statement = new Statement(session.Connection, sql);
        return statement.Execute();
    });

    private async Task<List<StoredSubdomain>> ReadAsync()
    {
        var all = new List<StoredSubdomain>();
        await foreach (StoredSubdomain stored in _store.ReadAsync(null, Cancellation))
            all.Add(stored);

        return all;
    }
}
