using System.Net;
using ValidationZone.Storage.Sqlite;
using ValidationZone.Tests.Support;

namespace ValidationZone.Accounts.Tests;

/// <summary>
/// Everything that changes what DNS shows, at once: this server's updates, another process, deletion, expiry.
/// </summary>
public sealed class DirectoryModelTests : IAsyncLifetime
{
    private const int Names = 4;
    private const int Steps = 120;

    /// <summary>Three writers at a name stay below the cap of eight, so that none loses a value to another.</summary>
    private const int MostLive = 2;

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private readonly TempFolder _folder = new();
    private readonly TestZone _zone = new();
    private readonly Lock _advancing = new();
    private readonly CancellationTokenSource _stop = new();
    private SqliteAccountStore _store = null!;
    private SqliteAccountStore _other = null!;
    private Task _loops = Task.CompletedTask;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = await OpenAsync();
        _other = await OpenAsync();
        await new TableLoader(_store, _zone.Directory).LoadAsync(progress: null, Cancellation);
        _loops = Task.WhenAll(
            new StoreFollower(_store, _zone.Directory).RunAsync(_stop.Token),
            new ValueExpiry(_store, _zone.Directory, _zone.Clock).RunAsync(_stop.Token));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loops.WaitAsync(Bound, Cancellation);
        await _other.DisposeAsync();
        await _store.DisposeAsync();
        _stop.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task What_is_acknowledged_is_shown_and_what_is_removed_never_comes_back(int seed)
    {
        AuthenticatedCredential[] credentials = await RegisterAsync();

        await Task.WhenAll(Enumerable.Range(0, 3 * Names).Select(i => Task.Run(() =>
            WriteAsync(credentials[i % Names], i, new SeededNumbers(100 * seed + i), isOutside: i < Names))));
        await _other.DeleteAsync(credentials[0].Subdomain);

        await Eventually.TrueAsync(() => _zone.Txt(credentials[0].Subdomain) is null);
        foreach (AuthenticatedCredential credential in credentials[1..])
            await AssertEqualToStoreAsync(credential.Subdomain);

        await Eventually.TrueAsync(() =>
        {
            // Again and again: the loop may have read the time, and not set its timer yet, when it passes.
            _zone.Clock.Advance(TimeSpan.FromDays(2));
            return _zone.Directory.NextExpiry == long.MaxValue;
        });
        Assert.Null(_zone.Txt(credentials[0].Subdomain));
    }

    private async Task<SqliteAccountStore> OpenAsync() =>
        await SqliteAccountStore.OpenAsync(_folder.PathOf("validationzone.db"), _zone.Clock, Cancellation);

    private async Task<AuthenticatedCredential[]> RegisterAsync()
    {
        var registrar = new AccountRegistrar(_store, _zone.Directory, A.Hasher(), TestZone.Apex, _zone.Clock);
        var authenticator = new Authenticator(_zone.Directory, A.Hasher(), _zone.Clock);
        var credentials = new AuthenticatedCredential[Names];
        for (int i = 0; i < Names; i++)
        {
            Account account = (await registrar.RegisterAsync(AllowFrom.Anywhere)).Account!;
            string username = account.Username.ToString();
            credentials[i] = authenticator.Authenticate(username, account.Key.Reveal(), IPAddress.Loopback)!;
        }

        return credentials;
    }

    /// <summary>Publishes and removes values of its own, and looks after each step.</summary>
    private async Task WriteAsync(
        AuthenticatedCredential credential, int writer, SeededNumbers numbers, bool isOutside)
    {
        var updater = new ChallengeUpdater(
            isOutside ? _other : _store,
            isOutside ? new TestZone(_zone.Clock).Directory : _zone.Directory,
            ValueLimits.Default,
            _zone.Clock);
        var live = new List<(string Text, int Digest, DateTimeOffset Until)>();
        var removed = new HashSet<string>();
        for (int step = 0; step < Steps; step++)
        {
            // A value lives for some eight rounds of all writers. One at a time: a writer that stops in the middle of it
            // would set the time back to where it began.
            lock (_advancing)
                _zone.Clock.Advance(TimeSpan.FromMinutes(numbers.Below(30)));

            if (live.Count == MostLive || (live.Count > 0 && numbers.Below(3) == 0))
            {
                (string text, int digest, _) = live[numbers.Below(live.Count)];
                Assert.Equal(UpdateOutcome.Done, await updater.RemoveAsync(credential, A.Digest(digest)));
                live.RemoveAll(value => value.Digest == digest);
                removed.Add(text);
            }
            else
            {
                int digest = writer * Steps + step;
                DateTimeOffset until = _zone.Clock.GetUtcNow() + ValueLimits.Default.Lifetime;
                Assert.Equal(UpdateOutcome.Done, await updater.PublishAsync(credential, A.Digest(digest)));
                live.Add((A.Digest(digest).Text, digest, until));
            }

            // What the other process has done is seen a moment later; this server's own changes at once.
            if (!isOutside)
                AssertShown(credential.Subdomain, live.Select(value => (value.Text, value.Until)), removed);
        }
    }

    private void AssertShown(
        Subdomain name, IEnumerable<(string Text, DateTimeOffset Until)> live, HashSet<string> removed)
    {
        IReadOnlyList<string> shown = _zone.Txt(name)!;
        DateTimeOffset now = _zone.Clock.GetUtcNow();
        Assert.DoesNotContain(shown, removed.Contains);
        Assert.All(live.Where(value => value.Until > now), value => Assert.Contains(value.Text, shown));
    }

    private async Task AssertEqualToStoreAsync(Subdomain name)
    {
        StoredSubdomain stored = (await _store.FindAsync(name, Cancellation))!;
        string[] expected = [.. stored.Values.Select(value => value.Digest.Text)];
        await Eventually.TrueAsync(() => _zone.Txt(name)!.SequenceEqual(expected));
    }
}
