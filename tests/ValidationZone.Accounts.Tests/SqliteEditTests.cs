using ValidationZone.Storage.Sqlite;
using ValidationZone.Tests.Support;

namespace ValidationZone.Accounts.Tests;

/// <summary>Several credentials, rotation, search, replies, imports and uses, on a real file.</summary>
public sealed class SqliteEditTests : IAsyncLifetime
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
    public async Task Edit_writes_everything_that_the_rule_has_changed()
    {
        await RegisterAsync("name", user: 1);
        Credential second = A.Credential(2) with
        {
            AllowFrom = A.AllowFrom("192.0.2.0/24"),
            ExpiresAt = _clock.GetUtcNow().AddDays(3),
            IsEnabled = false,
            Note = "the other cloud",
            PreviousKeyHash = A.Hasher().Hash("before"),
            PreviousUntil = _clock.GetUtcNow().AddDays(1),
        };

        EditReceipt receipt = await EditAsync("name", stored => stored with
        {
            Note = "changed",
            IsEnabled = false,
            Credentials = [.. stored.Credentials, second],
        });

        StoredSubdomain found = await FindAsync("name");
        Credential other = found.Credentials.Single(c => c.Username == second.Username);
        Assert.Equal((EditVerdict.Done, found.Revision), (receipt.Verdict, receipt.Subdomain!.Revision));
        Assert.Equal(("changed", false, 2), (found.Note, found.IsEnabled, found.Credentials.Count));
        Assert.Equal(second.PreviousKeyHash.ToArray(), other.PreviousKeyHash.ToArray());
        Assert.Equal(
            (second.ExpiresAt, false, "the other cloud", second.PreviousUntil),
            (other.ExpiresAt, other.IsEnabled, other.Note, other.PreviousUntil));
        Assert.Equal(second.AllowFrom.Entries, other.AllowFrom.Entries);
    }

    [Fact]
    public async Task Edit_is_told_to_those_who_follow()
    {
        long before = (await _store.RegisterAsync(A.NewSubdomain("name", user: 1))).Revision;

        await EditAsync("name", stored => stored with { IsEnabled = false });

        List<StoredSubdomain> changes = await _store.ReadAsync(before, Cancellation).ToListAsync(Cancellation);
        Assert.False(Assert.Single(changes).IsEnabled);
    }

    [Theory]
    [InlineData("other")]
    [InlineData("deleted")]
    public async Task Edit_of_what_is_not_there_finds_nothing(string name)
    {
        await RegisterAsync("deleted", user: 1);
        await _store.DeleteAsync(A.Subdomain("deleted"));

        EditReceipt receipt = await EditAsync(name, stored => stored);

        Assert.Equal(new EditReceipt(EditVerdict.NotFound), receipt);
    }

    [Fact]
    public async Task Refused_edit_changes_nothing_and_keeps_no_reply()
    {
        await RegisterAsync("name", user: 1);
        StoredSubdomain before = await FindAsync("name");
        SealedReply reply = Reply(place: 1);

        EditReceipt refused = await _store.EditAsync(new SubdomainEdit(
            A.Subdomain("name"), _ => new EditStep(EditVerdict.TooManyCredentials), reply));
        EditReceipt after = await _store.EditAsync(new SubdomainEdit(
            A.Subdomain("name"), stored => new EditStep(EditVerdict.Done, stored), reply));

        Assert.Equal(EditVerdict.TooManyCredentials, refused.Verdict);
        Assert.Equal(EditVerdict.Done, after.Verdict);
        Assert.Equal(before.Revision + 1, after.Subdomain!.Revision);
    }

    [Fact]
    public async Task Nobody_publishes_at_a_disabled_subdomain()
    {
        await RegisterAsync("name", user: 1);
        await EditAsync("name", stored => stored with { IsEnabled = false });

        ChangeReceipt? refused = await _store.ChangeValuesAsync(A.Change("name", 1, 1, _clock.GetUtcNow()));

        Assert.Null(refused);
        Assert.Empty((await FindAsync("name")).Values);
    }

    [Fact]
    public async Task Publication_is_remembered_as_use_and_removal_is_not()
    {
        await RegisterAsync("name", user: 1);
        DateTimeOffset published = _clock.GetUtcNow();
        await _store.ChangeValuesAsync(A.Change("name", 1, 1, published));
        _clock.Advance(TimeSpan.FromHours(1));

        await _store.ChangeValuesAsync(A.Change("name", 1, 1, _clock.GetUtcNow()) with { IsRemoval = true });

        Assert.Equal(published, (await FindAsync("name")).LastPublishedAt);
    }

    [Theory]
    [InlineData("b", null, "bob,bob.x")]
    [InlineData("B.X", null, "bob.x")]
    [InlineData(null, "100%", "bob")]
    [InlineData(null, "_", "")]
    [InlineData(null, "SHOP", "anna,bob.x")]
    [InlineData("x", "shop", "bob.x")]
    public async Task Search_finds_parts_of_names_and_notes(string? name, string? note, string found)
    {
        await RegisterAsync("anna", user: 1, "the shop");
        await RegisterAsync("bob", user: 2, "100% done");
        await RegisterAsync("bob.x", user: 3, "shop two");
        await RegisterAsync("gone", user: 4, "shop, too");
        await _store.DeleteAsync(A.Subdomain("gone"));

        IReadOnlyList<StoredSubdomain> page = await _store.SearchAsync(
            new SubdomainSearch { NameContains = name, NoteContains = note }, Cancellation);

        string names = string.Join(',', page.Select(stored => stored.Subdomain.Text));
        Assert.Equal(found, names);
    }

    [Fact]
    public async Task Search_tells_used_from_unused()
    {
        await RegisterAsync("old", user: 1);
        await RegisterAsync("used", user: 2);
        _clock.Advance(TimeSpan.FromDays(100));
        await _store.ChangeValuesAsync(A.Change("used", 2, 1, _clock.GetUtcNow()));
        await RegisterAsync("young", user: 3);

        Assert.Equal(["old"], await SearchAsync(new() { UnusedSince = _clock.GetUtcNow().AddDays(-1) }));
        Assert.Equal(["old", "young"], await SearchAsync(new() { NeverUsed = true }));
        Assert.Empty(await SearchAsync(new() { UnusedSince = _clock.GetUtcNow().AddDays(-101) }));
    }

    [Fact]
    public async Task Unused_subdomain_is_deleted_only_while_it_is_unused()
    {
        await RegisterAsync("old", user: 1);
        await RegisterAsync("used", user: 2);
        _clock.Advance(TimeSpan.FromDays(100));
        await _store.ChangeValuesAsync(A.Change("used", 2, 1, _clock.GetUtcNow()));

        DateTimeOffset cutOff = _clock.GetUtcNow().AddDays(-1);
        StoredSubdomain? old = await _store.DeleteAsync(A.Subdomain("old"), cutOff);
        StoredSubdomain? used = await _store.DeleteAsync(A.Subdomain("used"), cutOff);

        Assert.NotNull(old?.DeletedAt);
        Assert.Null(used);
        Assert.Null((await FindAsync("used")).DeletedAt);
    }

    [Fact]
    public async Task Kept_reply_comes_back_in_place_of_a_second_registration()
    {
        NewSubdomain first = A.NewSubdomain("first", user: 1) with { Reply = Reply(place: 1) };
        NewSubdomain second = A.NewSubdomain("second", user: 2) with { Reply = Reply(place: 1) };

        await _store.RegisterAsync(first);
        RegistrationReceipt again = await _store.RegisterAsync(second);

        Assert.Equal(RegistrationVerdict.Repeated, again.Verdict);
        Assert.Equal(first.Reply!.Box.ToArray(), again.Kept!.Box.ToArray());
        Assert.Null(await _store.FindAsync(A.Subdomain("second"), Cancellation));
    }

    [Fact]
    public async Task Kept_reply_is_forgotten_after_its_time()
    {
        await _store.RegisterAsync(A.NewSubdomain("first", user: 1) with { Reply = Reply(place: 1) });
        _clock.Advance(SealedReply.Lifetime);

        RegistrationReceipt later = await _store.RegisterAsync(
            A.NewSubdomain("second", user: 2) with { Reply = Reply(place: 1) });
        while (await _store.DeleteExpiredValuesAsync())
        {
            // Rounds end.
        }

        Assert.Equal(RegistrationVerdict.Registered, later.Verdict);
    }

    [Fact]
    public async Task Import_decides_about_each_alone()
    {
        await RegisterAsync("ours", user: 1);
        await RegisterAsync("gone", user: 2);
        await _store.DeleteAsync(A.Subdomain("gone"));
        await EditAsync("ours", stored => stored with { Credentials = [A.Credential(3)] });
        StoredSubdomain[] batch =
        [
            A.Stored("new", 0, A.Credential(11)),
            A.Stored("ours", 0, A.Credential(12)),
            A.Stored("elsewhere", 0, A.Credential(3)),
            A.Stored("gone", 0, A.Credential(13)),
            A.Stored("with.revoked", 0, A.Credential(1)),
            A.Stored("new", 0, A.Credential(11)),
            A.Stored("ours", 0, A.Credential(3)),
        ];

        IReadOnlyList<ImportVerdict> verdicts = await _store.ImportAsync(batch);

        Assert.Equal(
            [
                ImportVerdict.Imported, ImportVerdict.NameTaken, ImportVerdict.NameTaken, ImportVerdict.Deleted,
                ImportVerdict.Deleted, ImportVerdict.AlreadyThere, ImportVerdict.AlreadyThere,
            ],
            verdicts);
        Assert.Null(await _store.FindAsync(A.Subdomain("elsewhere"), Cancellation));
    }

    [Fact]
    public async Task Import_keeps_terms_and_live_values_in_their_order()
    {
        DateTimeOffset day = _clock.GetUtcNow().AddDays(1);
        StoredSubdomain imported = A.Stored("name", 0, A.Credential(1) with { ImportedHash = "$2a$10$x" }) with
        {
            Note = "from there",
            IsEnabled = false,
            Values =
            [
                new LiveValue(A.Digest(2), A.Uuid(1), 8, day),
                new LiveValue(A.Digest(1), A.Uuid(1), 7, day),
                new LiveValue(A.Digest(3), A.Uuid(1), 9, _clock.GetUtcNow()),
            ],
        };

        await _store.ImportAsync([imported]);

        StoredSubdomain found = await FindAsync("name");
        Assert.Equal(("from there", false), (found.Note, found.IsEnabled));
        Assert.Equal("$2a$10$x", Assert.Single(found.Credentials).ImportedHash);
        Assert.Equal([A.Digest(1), A.Digest(2)], found.Values.Select(value => value.Digest));
        Assert.All(found.Values, value => Assert.True(value.Sequence <= found.Revision));
    }

    [Fact]
    public async Task Life_that_was_asked_for_a_value_is_kept()
    {
        await RegisterAsync("name", user: 1);

        await _store.ChangeValuesAsync(
            A.Change("name", 1, 1, _clock.GetUtcNow()) with { Lifetime = TimeSpan.FromSeconds(604_800) });
        await _store.ChangeValuesAsync(A.Change("name", 1, 2, _clock.GetUtcNow()));

        IReadOnlyList<LiveValue> values = (await FindAsync("name")).Values;
        Assert.Equal([TimeSpan.FromDays(7), null], values.Select(value => value.Lifetime));
        Assert.Equal(
            [_clock.GetUtcNow().AddDays(7), _clock.GetUtcNow().AddDays(1)], values.Select(value => value.ExpiresAt));
    }

    [Fact]
    public async Task Uses_are_recorded_and_what_is_gone_is_left_out()
    {
        await RegisterAsync("name", user: 1);
        await _store.AddTokenAsync(A.Token(5));
        DateTimeOffset now = _clock.GetUtcNow();

        await _store.RecordUseAsync(new UseReport(
            [new(A.Uuid(1), now), new(A.Uuid(99), now)], [new(A.Uuid(5), now)], [new(A.Subdomain("name"), now)]));

        StoredSubdomain found = await FindAsync("name");
        Assert.Equal((now, now), (Assert.Single(found.Credentials).LastUsedAt, found.LastQueriedAt));
        Assert.Equal(now, Assert.Single(await _store.ListTokensAsync(Cancellation)).LastUsedAt);
    }

    private SealedReply Reply(byte place) =>
        new(A.Hasher(place).Hash("place"), new byte[32], new byte[] { place, 2, 3 }, _clock.GetUtcNow());

    private Task<RegistrationReceipt> RegisterAsync(string name, int user, string? note = null) =>
        _store.RegisterAsync(A.NewSubdomain(name, user) with
        {
            Credential = A.Credential(user) with { CreatedAt = _clock.GetUtcNow() },
            Note = note,
        });

    private Task<EditReceipt> EditAsync(string name, Func<StoredSubdomain, StoredSubdomain> change) =>
        _store.EditAsync(new SubdomainEdit(
            A.Subdomain(name), stored => new EditStep(EditVerdict.Done, change(stored))));

    private async Task<StoredSubdomain> FindAsync(string name) =>
        (await _store.FindAsync(A.Subdomain(name), Cancellation))!;

    private async Task<IEnumerable<string>> SearchAsync(SubdomainSearch search) =>
        (await _store.SearchAsync(search, Cancellation)).Select(stored => stored.Subdomain.Text);
}
