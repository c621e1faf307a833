using ValidationZone.Storage.Sqlite;
using ValidationZone.Tests.Support;

namespace ValidationZone.Accounts.Tests;

/// <summary>How changes are found again, by the feed or without it.</summary>
public sealed class SqliteChangeFeedTests : IAsyncLifetime
{
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
    public async Task Who_is_behind_a_shortened_feed_gets_every_change_in_its_order()
    {
        await RegisterAsync("first", "second", "third");
        await PublishAsync("first");
        await _store.DeleteAsync(A.Subdomain("second"));
        await GoToAsync(revision: 209_999);

        await PublishAsync("third");

        Assert.Equal(["first", "second", "third"], await NamesAfterAsync(0));
        Assert.Equal(["second", "third"], await NamesAfterAsync(4));
        Assert.Equal(["third"], await NamesAfterAsync(5));
    }

    [Fact]
    public async Task Feed_does_not_grow_without_bound()
    {
        await RegisterAsync("first", "second", "third");
        await GoToAsync(revision: 99_999);
        await PublishAsync("first");
        List<long> before = await FeedAsync();
        await GoToAsync(revision: 119_999);

        await PublishAsync("second");

        Assert.Equal([1L, 2L, 3L, 99_999L, 100_000L], before);
        Assert.Equal([99_999L, 100_000L, 119_999L, 120_000L], await FeedAsync());
    }

    [Fact]
    public async Task Long_feed_is_read_and_not_the_subdomains()
    {
        await RegisterAsync("first", "second");
        List<long> feed = await FeedAsync();

        // As no program leaves it: whoever looks at the rows finds a change of the first, and the feed has none.
        await RunAsync("UPDATE subdomain SET revision = 90 WHERE name = 'first'");

        Assert.Equal([0L, 1L, 2L], feed);
        Assert.Equal(["second"], await NamesAfterAsync(0));
    }

    [Fact]
    public async Task Change_that_fails_beside_others_takes_no_revision_and_is_not_in_the_feed()
    {
        await RegisterAsync("first", "second");

        Task<bool>[] changes = await _store.WhileWriterIsHeldAsync(() => Enumerable.Range(1, 3).Select(
            number => _store.WriteAsync(session =>
            {
                SubdomainRows.Register(session, A.NewSubdomain($"name{number}", user: 10 + number));
                return number == 2 ? throw new InvalidOperationException("a bug") : true;
            })).ToArray());
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Task.WhenAll(changes));

        Assert.Equal([true, false, true], changes.Select(change => change.IsCompletedSuccessfully));
        Assert.Equal(["name1", "name3"], await NamesAfterAsync(2));
        Assert.Equal(4, (await _store.FindAsync(A.Subdomain("name3"), Cancellation))!.Revision);
    }

    [Fact]
    public async Task Changes_of_two_processes_that_write_at_once_are_each_read_once_in_their_order()
    {
        string[] names = [.. Enumerable.Range(0, 20).Select(number => $"name{number}")];
        await RegisterAsync(names);
        await using SqliteAccountStore other =
            await SqliteAccountStore.OpenAsync(_folder.PathOf("validationzone.db"), _clock, Cancellation);

        ChangeReceipt?[] receipts = await Task.WhenAll(Enumerable.Range(0, 400).Select(
            number => (number % 3 == 0 ? other : _store).ChangeValuesAsync(
                A.Change($"name{number % 20}", user: number % 20, number, _clock.GetUtcNow()))));

        string[] expected =
        [
            .. Enumerable.Range(0, 400)
                .OrderBy(number => receipts[number]!.Revision)
                .Select(number => $"name{number % 20}")
                .Reverse().Distinct().Reverse(),
        ];
        Assert.Equal(Enumerable.Range(21, 400), receipts.Select(receipt => (int)receipt!.Revision).Order());
        Assert.Equal(expected, await NamesAfterAsync(20));
    }

    private async Task RegisterAsync(params string[] names)
    {
        for (int user = 0; user < names.Length; user++)
            await _store.RegisterAsync(A.NewSubdomain(names[user], user));
    }

    private async Task PublishAsync(string name)
    {
        StoredSubdomain stored = (await _store.FindAsync(A.Subdomain(name), Cancellation))!;
        Guid publisher = stored.Credentials[0].Username;
        Assert.NotNull(await _store.ChangeValuesAsync(
            A.Change(name, user: 0, digest: 1, _clock.GetUtcNow()) with { Publisher = publisher }));
    }

    /// <summary>Moves the counter on, as if so much had been changed and changed again.</summary>
    private Task<int> GoToAsync(long revision) => RunAsync($"""
        INSERT INTO change_feed SELECT {revision}, max(last_revision) + 1, '[]' FROM change_feed
        """);

    private Task<int> RunAsync(string sql) => _store.WriteAsync(session =>
    {
        using var statement = new Statement(session.Connection, sql);
        return statement.Execute();
    });

    private Task<List<long>> FeedAsync() => _store.WriteAsync(session =>
    {
        using var read = new Statement(session.Connection, "SELECT last_revision FROM change_feed");
        var revisions = new List<long>();
        while (read.Step())
            revisions.Add(read.Int64(0));

        return revisions;
    });

    private async Task<List<string>> NamesAfterAsync(long revision)
    {
        var names = new List<string>();
        await foreach (StoredSubdomain stored in _store.ReadAsync(revision, Cancellation))
            names.Add(stored.Subdomain.Text);

        return names;
    }
}
