using System.Collections.Concurrent;
using ValidationZone.Storage.Sqlite;

namespace ValidationZone.Accounts.Tests;

public sealed class UseBookTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly TestZone _zone = new();
    private UnreliableStore _store = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = new UnreliableStore(
            await SqliteAccountStore.OpenAsync(_folder.PathOf("validationzone.db"), _zone.Clock, Cancellation));
        await _store.RegisterAsync(A.NewSubdomain("name", user: 1));
        await _store.AddTokenAsync(A.Token(5));
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Last_use_is_stored_once_a_minute_and_at_the_end()
    {
        var queried = new ConcurrentQueue<KeyValuePair<Subdomain, DateTimeOffset>>();
        var book = new UseBook(_store, _zone.Clock) { TakeQueried = () => [.. queried] };
        using var stop = new CancellationTokenSource();
        Task running = book.RunAsync(stop.Token);

        book.NoteCredential(A.Uuid(1));
        DateTimeOffset first = _zone.Clock.GetUtcNow();
        _zone.Clock.Advance(TimeSpan.FromMinutes(1));
        await Eventually.TrueAsync(() => FindAsync().GetAwaiter().GetResult().Credentials[0].LastUsedAt == first);
        book.NoteToken(A.Uuid(5));
        queried.Enqueue(new(A.Subdomain("name"), first));
        await stop.CancelAsync();
        await running;

        Assert.Equal(_zone.Clock.GetUtcNow(), Assert.Single(await _store.ListTokensAsync(Cancellation)).LastUsedAt);
        Assert.Equal(first, (await FindAsync()).LastQueriedAt);
    }

    [Fact]
    public async Task Store_that_is_down_costs_what_was_noted_and_nothing_else()
    {
        var book = new UseBook(_store, _zone.Clock);
        book.NoteCredential(A.Uuid(1));
        _store.IsDown = true;
        await book.StoreAsync();
        _store.IsDown = false;

        book.NoteCredential(A.Uuid(1));
        await book.StoreAsync();

        Assert.NotNull((await FindAsync()).Credentials[0].LastUsedAt);
    }

    [Fact]
    public async Task Many_uses_are_stored_some_at_a_time_so_that_updates_get_their_turn()
    {
        var book = new UseBook(_store, _zone.Clock);
        for (int i = 1; i <= 2_500; i++)
            book.NoteCredential(A.Uuid(i));

        await book.StoreAsync();

        Assert.InRange(_store.LargestReport, 1, 1_000);
        Assert.NotNull((await FindAsync()).Credentials[0].LastUsedAt);
    }

    [Fact]
    public async Task Clock_that_jumps_ahead_deletes_nothing()
    {
        var clock = new SteppedClock(_zone.Clock);
        var unused = new UnusedAccounts(_store, _zone.Directory, TimeSpan.FromDays(30), clock);
        clock.Step = TimeSpan.FromDays(3_650);

        int count = await unused.DeleteUnusedAsync(Cancellation);

        Assert.Equal(0, count);
        Assert.Null((await FindAsync()).DeletedAt);
    }

    [Fact]
    public async Task Nobody_looks_for_unused_names_within_the_first_hour_after_a_start()
    {
        var unused = new UnusedAccounts(_store, _zone.Directory, TimeSpan.FromDays(30), _zone.Clock);
        using var stop = new CancellationTokenSource();
        Task running = unused.RunAsync(stop.Token);
        _zone.Clock.Advance(TimeSpan.FromMinutes(59));
        int early = _store.SearchCount;

        _zone.Clock.Advance(TimeSpan.FromMinutes(1));
        await Eventually.TrueAsync(() => _store.SearchCount == 1);
        await stop.CancelAsync();
        await running;

        Assert.Equal(0, early);
    }

    [Fact]
    public async Task Name_with_a_live_value_is_not_unused()
    {
        var unused = new UnusedAccounts(_store, _zone.Directory, TimeSpan.FromDays(1), _zone.Clock);
        await _store.ChangeValuesAsync(A.Change("name", 1, 1, _zone.Clock.GetUtcNow()) with
        {
            Limits = ValueLimits.Default with { Lifetime = TimeSpan.FromDays(3) },
        });
        _zone.Clock.Advance(TimeSpan.FromDays(2));

        Assert.Equal(0, await unused.DeleteUnusedAsync(Cancellation));
    }

    [Fact]
    public async Task Unused_subdomains_are_deleted_and_used_ones_stay()
    {
        var deleted = new List<Subdomain>();
        var unused = new UnusedAccounts(_store, _zone.Directory, TimeSpan.FromDays(30), _zone.Clock)
        {
            Deleted = deleted.Add,
        };
        _zone.Clock.Advance(TimeSpan.FromDays(60));
        await _store.RegisterAsync(A.NewSubdomain("used", user: 2));
        await _store.ChangeValuesAsync(A.Change("used", 2, 1, _zone.Clock.GetUtcNow()));
        await new TableLoader(_store, _zone.Directory).LoadAsync(progress: null, Cancellation);

        int count = await unused.DeleteUnusedAsync(Cancellation);

        Assert.Equal((1, "name"), (count, Assert.Single(deleted).Text));
        Assert.Null(_zone.Txt("name"));
        Assert.NotEmpty(_zone.Txt("used")!);
        Assert.Equal(0, await unused.DeleteUnusedAsync(Cancellation));
    }

    private async Task<StoredSubdomain> FindAsync() =>
        (await _store.FindAsync(A.Subdomain("name"), Cancellation))!;
}
