using System.Net;
using ValidationZone.Storage.Sqlite;

namespace ValidationZone.Accounts.Tests;

/// <summary>
/// Registering, updating, following, expiring: the parts together, on a real store, seen through DNS.
/// </summary>
public sealed class AccountFlowTests : IAsyncLifetime
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private readonly TempFolder _folder = new();
    private readonly TestZone _zone = new();
    private readonly KeyHasher _hasher = A.Hasher();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _loops = [];
    private UnreliableStore _store = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private AccountRegistrar Registrar => new(_store, _zone.Directory, _hasher, TestZone.Apex, _zone.Clock);

    private ChallengeUpdater Updater => new(_store, _zone.Directory, ValueLimits.Default, _zone.Clock);

    public async ValueTask InitializeAsync()
    {
        _store = new UnreliableStore(await OpenAsync());
        await new TableLoader(_store, _zone.Directory).LoadAsync(progress: null, Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_loops).WaitAsync(Bound, Cancellation);
        await _store.DisposeAsync();
        _stop.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Registered_account_exists_in_DNS_and_works_at_once()
    {
        Registration registration = await Registrar.RegisterAsync(A.AllowFrom("192.0.2.0/24"), note: "ours");

        Account account = registration.Account!;
        Assert.Equal(RegistrationOutcome.Created, registration.Outcome);
        Assert.Equal($"{account.Subdomain.Text}.auth.example.org", account.Fulldomain);
        Assert.Equal(4, account.Username.Version);
        Assert.Equal(["192.0.2.0/24"], account.AllowFrom.Entries);
        Assert.Empty(_zone.Txt(account.Subdomain)!);
        Assert.NotNull(Authenticate(account));
        Assert.Equal("ours", (await _store.FindAsync(account.Subdomain, Cancellation))!.Note);
    }

    [Fact]
    public async Task Registration_without_a_directory_writes_to_the_store_only()
    {
        var registrar = new AccountRegistrar(_store, directory: null, _hasher, TestZone.Apex, _zone.Clock);

        Registration registration = await registrar.RegisterAsync(AllowFrom.Anywhere);

        Assert.NotNull(await _store.FindAsync(registration.Account!.Subdomain, Cancellation));
        Assert.Null(_zone.Txt(registration.Account.Subdomain));
    }

    [Fact]
    public async Task Published_values_are_served_until_they_are_removed()
    {
        AuthenticatedCredential credential = await RegisterAsync();

        UpdateOutcome[] outcomes =
        [
            await Updater.PublishAsync(credential, A.Digest(1)),
            await Updater.PublishAsync(credential, A.Digest(2)),
            await Updater.RemoveAsync(credential, A.Digest(1)),
            await Updater.RemoveAsync(credential, A.Digest(1)),
        ];

        Assert.All(outcomes, outcome => Assert.Equal(UpdateOutcome.Done, outcome));
        Assert.Equal([A.Digest(2).Text], _zone.Txt(credential.Subdomain));
    }

    [Fact]
    public async Task Every_acknowledged_value_is_served_at_once_under_parallel_updates()
    {
        AuthenticatedCredential[] credentials = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => RegisterAsync()));

        int[] stale = await Task.WhenAll(credentials.Select(credential => Task.Run(async () =>
        {
            int missing = 0;
            for (int i = 0; i < 200; i++)
            {
                await Updater.PublishAsync(credential, A.Digest(i));
                missing += _zone.Txt(credential.Subdomain)!.Contains(A.Digest(i).Text) ? 0 : 1;
            }

            return missing;
        })));

        Assert.Equal(0, stale.Sum());
    }

    [Fact]
    public async Task Parallel_publications_at_one_name_end_as_the_store_has_them()
    {
        AuthenticatedCredential credential = await RegisterAsync();

        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Updater.PublishAsync(credential, A.Digest(i))));

        StoredSubdomain stored = (await _store.FindAsync(credential.Subdomain, Cancellation))!;
        Assert.Equal(stored.Values.Select(value => value.Digest.Text), _zone.Txt(credential.Subdomain));
    }

    [Fact]
    public async Task Failing_store_changes_nothing()
    {
        AuthenticatedCredential credential = await RegisterAsync();
        await Updater.PublishAsync(credential, A.Digest(1));
        _store.IsDown = true;

        UpdateOutcome publication = await Updater.PublishAsync(credential, A.Digest(2));
        UpdateOutcome removal = await Updater.RemoveAsync(credential, A.Digest(1));
        Registration registration = await Registrar.RegisterAsync(AllowFrom.Anywhere);

        Assert.Equal((UpdateOutcome.StorageUnavailable, UpdateOutcome.StorageUnavailable), (publication, removal));
        Assert.Equal((RegistrationOutcome.StorageUnavailable, null), (registration.Outcome, registration.Account));
        Assert.Equal([A.Digest(1).Text], _zone.Txt(credential.Subdomain));
    }

    [Fact]
    public async Task Update_of_a_subdomain_that_was_just_deleted_is_forbidden()
    {
        AuthenticatedCredential credential = await RegisterAsync();
        await _store.DeleteAsync(credential.Subdomain);

        UpdateOutcome outcome = await Updater.PublishAsync(credential, A.Digest(1));

        Assert.Equal(UpdateOutcome.Forbidden, outcome);
    }

    [Fact]
    public async Task Restart_serves_what_was_acknowledged()
    {
        AuthenticatedCredential credential = await RegisterAsync();
        await Updater.PublishAsync(credential, A.Digest(1));
        var restarted = new TestZone(_zone.Clock);
        var progress = new List<int>();

        await new TableLoader(_store, restarted.Directory).LoadAsync(new ListProgress(progress), Cancellation);

        Assert.True(restarted.Zone.Table.IsLoaded);
        Assert.Equal([A.Digest(1).Text], restarted.Txt(credential.Subdomain));
        Assert.NotNull(restarted.Directory.Find(credential.Username));
        Assert.Equal([1], progress);
    }

    [Fact]
    public async Task Failed_load_leaves_the_table_unloaded()
    {
        var restarted = new TestZone(_zone.Clock);
        _store.IsDown = true;

        await Assert.ThrowsAsync<StoreUnavailableException>(
            () => new TableLoader(_store, restarted.Directory).LoadAsync(progress: null, Cancellation));

        Assert.False(restarted.Zone.Table.IsLoaded);
    }

    [Fact]
    public async Task Follower_takes_over_what_another_process_does()
    {
        AuthenticatedCredential mine = await RegisterAsync();
        Follow();
        await using IAccountStore other = await OpenAsync();

        await other.RegisterAsync(A.NewSubdomain("theirs", user: 7));
        await other.ChangeValuesAsync(A.Change("theirs", 7, 1, _zone.Clock.GetUtcNow()));
        await Eventually.TrueAsync(() => _zone.Txt("theirs") is [var value] && value == A.Digest(1).Text);
        await other.DeleteAsync(mine.Subdomain);

        await Eventually.TrueAsync(() => _zone.Txt(mine.Subdomain) is null);
        Assert.Null(_zone.Directory.Find(mine.Username));
        Assert.NotNull(_zone.Directory.Find(A.Uuid(7)));
    }

    [Fact]
    public async Task Follower_tries_again_when_the_store_cannot_be_read()
    {
        StoreFollower follower = Follow();
        await using IAccountStore other = await OpenAsync();
        _store.IsDown = true;

        await other.RegisterAsync(A.NewSubdomain("theirs", user: 7));
        await Eventually.TrueAsync(() => follower.LastFailure is not null);
        await _zone.Clock.WaitForTimerAsync(_zone.Clock.GetUtcNow().AddSeconds(1), Cancellation);
        _store.IsDown = false;
        _zone.Clock.Advance(TimeSpan.FromSeconds(1));

        await Eventually.TrueAsync(() => _zone.Txt("theirs") is not null && follower.LastFailure is null);
    }

    [Fact]
    public async Task Follower_that_is_started_again_reads_what_was_announced_before_it_failed()
    {
        await using IAccountStore other = await OpenAsync();
        var follower = new StoreFollower(_store, _zone.Directory);
        (_store.Bug, _store.IsDown) = (new InvalidOperationException("a bug"), true);
        await other.RegisterAsync(A.NewSubdomain("theirs", user: 7));
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => follower.RunAsync(_stop.Token).WaitAsync(Bound, Cancellation));
        _store.IsDown = false;

        Start(follower.RunAsync);

        await Eventually.TrueAsync(() => _zone.Txt("theirs") is not null);
    }

    [Fact]
    public async Task Expiry_of_which_one_half_fails_ends_and_says_so()
    {
        (_store.Bug, _store.IsDown) = (new InvalidOperationException("a bug"), true);

        Task run = new ValueExpiry(_store, _zone.Directory, _zone.Clock).RunAsync(_stop.Token);

        await Assert.ThrowsAsync<InvalidOperationException>(() => run.WaitAsync(Bound, Cancellation));
    }

    [Fact]
    public async Task Values_vanish_on_time_without_the_store_and_are_tidied_later()
    {
        AuthenticatedCredential credential = await RegisterAsync();
        await Updater.PublishAsync(credential, A.Digest(1));
        DateTimeOffset due = _zone.Clock.GetUtcNow() + ValueLimits.Default.Lifetime;
        await StartExpiryAsync();
        _store.IsDown = true;

        await AdvanceToAsync(due - TimeSpan.FromMilliseconds(1));
        IReadOnlyList<string>? before = _zone.Txt(credential.Subdomain);
        await AdvanceToAsync(due);
        await Eventually.TrueAsync(() => _zone.Txt(credential.Subdomain) is []);
        await Eventually.TrueAsync(() =>
        {
            // The first round of tidying may still stand between it and the next, which time has to end.
            _zone.Clock.Advance(TimeSpan.FromSeconds(1));
            return _store.Refusals > 0;
        });
        long rows = await CountRowsAsync();
        _store.IsDown = false;
        await Eventually.TrueAsync(() => _zone.Clock.ArmedTimerCount > 0);

        Assert.Equal([A.Digest(1).Text], before);
        Assert.Equal(1, rows);
        await EventuallyTidyAsync();
    }

    [Fact]
    public async Task Value_that_is_refreshed_does_not_vanish_at_its_first_expiry()
    {
        AuthenticatedCredential credential = await RegisterAsync();
        await Updater.PublishAsync(credential, A.Digest(1));
        await Updater.PublishAsync(credential, A.Digest(2));
        await StartExpiryAsync();
        DateTimeOffset due = _zone.Clock.GetUtcNow() + ValueLimits.Default.Lifetime;
        await AdvanceToAsync(due - TimeSpan.FromHours(1));
        await Updater.PublishAsync(credential, A.Digest(1));

        await AdvanceToAsync(due);

        await Eventually.TrueAsync(() => _zone.Txt(credential.Subdomain) is [var value] && value == A.Digest(1).Text);
    }

    [Fact]
    public async Task Loops_end_quietly_when_they_are_cancelled()
    {
        using var stop = new CancellationTokenSource();
        Task[] loops =
        [
            new ValueExpiry(_store, _zone.Directory, _zone.Clock).RunAsync(stop.Token),
            new StoreFollower(_store, _zone.Directory).RunAsync(stop.Token),
            new SerialReserve(_store, _zone.Zone.Table, _zone.Clock).RunAsync(stop.Token),
        ];

        await stop.CancelAsync();

        await Task.WhenAll(loops).WaitAsync(Bound, Cancellation);
        Assert.All(loops, loop => Assert.True(loop.IsCompletedSuccessfully));
    }

    private async Task<IAccountStore> OpenAsync() =>
        await SqliteAccountStore.OpenAsync(_folder.PathOf("validationzone.db"), _zone.Clock, Cancellation);

    private async Task<AuthenticatedCredential> RegisterAsync()
    {
        Registration registration = await Registrar.RegisterAsync(AllowFrom.Anywhere);
        return Authenticate(registration.Account!)!;
    }

    private AuthenticatedCredential? Authenticate(Account account) =>
        new Authenticator(_zone.Directory, _hasher, _zone.Clock)
            .Authenticate(account.Username.ToString(), account.Key.Reveal(), IPAddress.Parse("192.0.2.7"));

    private StoreFollower Follow()
    {
        var follower = new StoreFollower(_store, _zone.Directory);
        Start(follower.RunAsync);
        return follower;
    }

    /// <summary>Starts expiry and lets it come to rest: it must not race with a clock that moves by hand.</summary>
    private async Task StartExpiryAsync()
    {
        _zone.Directory.EarlierExpiry.TryRead(out _);
        Start(new ValueExpiry(_store, _zone.Directory, _zone.Clock).RunAsync);

        // The pause after the first round of tidying.
        await _zone.Clock.WaitForTimerAsync(_zone.Clock.GetUtcNow().AddHours(1), Cancellation);
    }

    private void Start(Func<CancellationToken, Task> run) => _loops.Add(run(_stop.Token));

    /// <summary>Moves the time on when the loop sleeps until then, so that it wakes exactly then.</summary>
    private async Task AdvanceToAsync(DateTimeOffset time)
    {
        await _zone.Clock.WaitForTimerAsync(_zone.Clock.GetUtcNow() + ValueLimits.Default.Lifetime, Cancellation);
        _zone.Clock.Advance(time - _zone.Clock.GetUtcNow());
    }

    /// <summary>Lets time pass, so that it is tried again, until nothing is left.</summary>
    private Task EventuallyTidyAsync() => Eventually.TrueAsync(() =>
    {
        _zone.Clock.Advance(TimeSpan.FromSeconds(1));
        return CountRowsAsync().Result == 0;
    });

    private async Task<long> CountRowsAsync()
    {
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection(
            $"Data Source={_folder.PathOf("validationzone.db")};Pooling=False");
        await connection.OpenAsync(Cancellation);
        await using Microsoft.Data.Sqlite.SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT count(live_values) FROM subdomain";
        return (long)(await command.ExecuteScalarAsync(Cancellation))!;
    }

    private sealed class ListProgress(List<int> reports) : IProgress<int>
    {
        public void Report(int value) => reports.Add(value);
    }
}
