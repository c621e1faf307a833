using ValidationZone.Tests.Support;

namespace ValidationZone.Accounts.Tests;

/// <summary>What every engine promises; a class for each engine runs it.</summary>
public abstract class AccountStoreContract : IAsyncLifetime
{
    protected static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected FakeClock Clock { get; } = new();

    protected IAccountStore Store { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Store = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Registered_subdomain_is_found_with_all_that_was_said_about_it()
    {
        Credential credential = A.Credential(1) with
        {
            AllowFrom = A.AllowFrom("192.0.2.1/24", "[::1]/64"),
            CreatedAt = Clock.GetUtcNow(),
            ExpiresAt = Clock.GetUtcNow().AddDays(1),
            Note = "credential",
        };

        RegistrationReceipt receipt =
            await Store.RegisterAsync(new(A.Subdomain("name"), credential, "subdomain", TokenId: null));

        StoredSubdomain stored = (await FindAsync("name"))!;
        Credential found = Assert.Single(stored.Credentials);
        Assert.Equal(RegistrationVerdict.Registered, receipt.Verdict);
        Assert.Equal(
            (receipt.Revision, "subdomain", Clock.GetUtcNow()), (stored.Revision, stored.Note, stored.CreatedAt));
        Assert.Equal(credential.KeyHash.ToArray(), found.KeyHash.ToArray());
        Assert.Equal(credential.AllowFrom.Entries, found.AllowFrom.Entries);
        Assert.Equal(credential with { KeyHash = found.KeyHash, AllowFrom = found.AllowFrom }, found);
    }

    [Fact]
    public async Task Name_or_username_is_given_out_once()
    {
        await RegisterAsync("name", user: 1);

        RegistrationReceipt sameName = await Store.RegisterAsync(A.NewSubdomain("name", user: 2));
        RegistrationReceipt sameUser = await Store.RegisterAsync(A.NewSubdomain("other", user: 1));

        Assert.Equal(new RegistrationReceipt(RegistrationVerdict.NameTaken), sameName);
        Assert.Equal(new RegistrationReceipt(RegistrationVerdict.NameTaken), sameUser);
        Assert.Equal(A.Uuid(1), Assert.Single((await FindAsync("name"))!.Credentials).Username);
    }

    [Fact]
    public async Task Published_values_are_kept_oldest_first()
    {
        await RegisterAsync("name", user: 1);

        ChangeReceipt? first = await PublishAsync("name", user: 1, digest: 1);
        ChangeReceipt? second = await PublishAsync("name", user: 1, digest: 2);

        StoredSubdomain stored = (await FindAsync("name"))!;
        Assert.Equal([A.Digest(1), A.Digest(2)], Digests(second));
        Assert.Equal(second!.Values, stored.Values);
        Assert.Equal(second.Revision, stored.Revision);
        Assert.True(second.Revision > first!.Revision);
    }

    [Fact]
    public async Task Refreshed_value_becomes_the_newest()
    {
        await RegisterAsync("name", user: 1);
        await PublishAsync("name", user: 1, digest: 1);
        await PublishAsync("name", user: 1, digest: 2);
        Clock.Advance(TimeSpan.FromHours(1));

        await PublishAsync("name", user: 1, digest: 1);

        LiveValue[] values = [.. (await FindAsync("name"))!.Values];
        Assert.Equal([A.Digest(2), A.Digest(1)], values.Select(value => value.Digest));
        Assert.Equal(Clock.GetUtcNow().AddHours(24), values[1].ExpiresAt);
    }

    [Fact]
    public async Task Value_over_the_cap_pushes_out_the_publishers_oldest()
    {
        await RegisterAsync("name", user: 1);
        for (int digest = 1; digest <= 8; digest++)
            await PublishAsync("name", user: 1, digest);

        ChangeReceipt? receipt = await PublishAsync("name", user: 1, digest: 9);

        ChallengeDigest[] expected = [.. Enumerable.Range(2, 8).Select(A.Digest)];
        Assert.Equal(expected, Digests(receipt));
        Assert.Equal(expected, (await FindAsync("name"))!.Values.Select(value => value.Digest));
    }

    [Fact]
    public async Task Expired_values_are_left_out_and_deleted()
    {
        await RegisterAsync("name", user: 1);
        await PublishAsync("name", user: 1, digest: 1);
        Clock.Advance(TimeSpan.FromHours(12));
        ChangeReceipt? receipt = await PublishAsync("name", user: 1, digest: 2);
        Clock.Advance(TimeSpan.FromHours(12));

        bool hasMore = await Store.DeleteExpiredValuesAsync();

        StoredSubdomain stored = (await FindAsync("name"))!;
        Assert.False(hasMore);
        Assert.Equal(A.Digest(2), Assert.Single(stored.Values).Digest);
        Assert.Equal(receipt!.Revision, stored.Revision);
    }

    [Fact]
    public async Task Removed_value_is_gone_and_removing_it_again_changes_nothing()
    {
        await RegisterAsync("name", user: 1);
        await PublishAsync("name", user: 1, digest: 1);
        await PublishAsync("name", user: 1, digest: 2);
        ChallengeChange removal = A.Change("name", 1, 1, Clock.GetUtcNow()) with { IsRemoval = true };

        ChangeReceipt? first = await Store.ChangeValuesAsync(removal);
        ChangeReceipt? second = await Store.ChangeValuesAsync(removal);

        Assert.Equal([A.Digest(2)], Digests(first));
        Assert.Equal(first!.Values, second!.Values);
        Assert.Equal(first.Revision, second.Revision);
        Assert.Equal(first.Values, (await FindAsync("name"))!.Values);
    }

    [Fact]
    public async Task Change_by_a_credential_that_is_not_there_changes_nothing()
    {
        await RegisterAsync("name", user: 1);
        await RegisterAsync("other", user: 2);
        Credential disabled = A.Credential(4) with { IsEnabled = false };
        await Store.RegisterAsync(new(A.Subdomain("disabled"), disabled, Note: null, TokenId: null));

        Assert.Null(await PublishAsync("disabled", user: 4, digest: 1));
        Assert.Null(await PublishAsync("name", user: 2, digest: 1));
        Assert.Null(await PublishAsync("name", user: 3, digest: 1));
        Assert.Null(await PublishAsync("nowhere", user: 1, digest: 1));
        Assert.Empty((await FindAsync("name"))!.Values);
    }

    [Fact]
    public async Task Deleted_subdomain_leaves_a_tombstone_that_keeps_its_name()
    {
        await RegisterAsync("name", user: 1);
        ChangeReceipt? published = await PublishAsync("name", user: 1, digest: 1);

        StoredSubdomain? tombstone = await Store.DeleteAsync(A.Subdomain("name"));

        StoredSubdomain stored = (await FindAsync("name"))!;
        RegistrationReceipt again = await Store.RegisterAsync(A.NewSubdomain("name", user: 2));
        Assert.Equal(Clock.GetUtcNow(), tombstone!.DeletedAt);
        Assert.Equal((tombstone.Revision, tombstone.DeletedAt), (stored.Revision, stored.DeletedAt));
        Assert.True(tombstone.Revision > published!.Revision);
        Assert.Empty(stored.Credentials);
        Assert.Empty(stored.Values);
        Assert.Equal(RegistrationVerdict.NameTaken, again.Verdict);
        Assert.Null(await PublishAsync("name", user: 1, digest: 2));
        Assert.Null(await Store.DeleteAsync(A.Subdomain("name")));
    }

    [Fact]
    public async Task Deleting_what_never_was_changes_nothing()
    {
        Assert.Null(await Store.DeleteAsync(A.Subdomain("name")));
        Assert.Null(await FindAsync("name"));
    }

    [Fact]
    public async Task Loading_brings_what_exists_with_its_credentials_and_values()
    {
        await RegisterAsync("first", user: 1);
        await RegisterAsync("second", user: 2);
        await RegisterAsync("third", user: 3);
        await PublishAsync("first", user: 1, digest: 1);
        await PublishAsync("third", user: 3, digest: 2);
        await Store.DeleteAsync(A.Subdomain("second"));

        Dictionary<string, StoredSubdomain> all = (await ReadAsync(null)).ToDictionary(stored => stored.Subdomain.Text);

        Assert.Equal(["first", "third"], all.Keys.Order());
        Assert.Equal(A.Uuid(1), Assert.Single(all["first"].Credentials).Username);
        Assert.Equal(A.Digest(1), Assert.Single(all["first"].Values).Digest);
        Assert.Equal(A.Uuid(3), Assert.Single(all["third"].Credentials).Username);
        Assert.Equal(A.Digest(2), Assert.Single(all["third"].Values).Digest);
    }

    [Fact]
    public async Task Reading_since_a_revision_brings_changes_in_their_order_and_tombstones()
    {
        await RegisterAsync("first", user: 1);
        await RegisterAsync("second", user: 2);
        RegistrationReceipt third = await Store.RegisterAsync(A.NewSubdomain("third", user: 3));
        await PublishAsync("second", user: 2, digest: 1);
        await Store.DeleteAsync(A.Subdomain("first"));

        List<StoredSubdomain> changes = await ReadAsync(third.Revision);

        Assert.Equal(["second", "first"], changes.Select(stored => stored.Subdomain.Text));
        Assert.Equal([true, false], changes.Select(stored => stored.DeletedAt is null));
        Assert.Equal(A.Digest(1), Assert.Single(changes[0].Values).Digest);
        Assert.Equal(changes.Select(stored => stored.Revision).Order(), changes.Select(stored => stored.Revision));
    }

    [Fact]
    public async Task Reading_since_the_beginning_brings_tombstones_too()
    {
        await RegisterAsync("name", user: 1);
        await Store.DeleteAsync(A.Subdomain("name"));

        StoredSubdomain tombstone = Assert.Single(await ReadAsync(0));

        Assert.NotNull(tombstone.DeletedAt);
    }

    [Fact]
    public async Task Listing_goes_through_existing_names_page_by_page()
    {
        foreach ((string name, int user) in new[] { ("d", 1), ("b", 2), ("a", 3), ("c", 4) })
            await RegisterAsync(name, user);

        await Store.DeleteAsync(A.Subdomain("b"));

        IReadOnlyList<StoredSubdomain> first = await Store.SearchAsync(new() { Limit = 2 }, Cancellation);
        IReadOnlyList<StoredSubdomain> second = await Store.SearchAsync(new() { After = "c", Limit = 2 }, Cancellation);

        Assert.Equal(["a", "c"], first.Select(stored => stored.Subdomain.Text));
        Assert.Equal(["d"], second.Select(stored => stored.Subdomain.Text));
        Assert.Equal(A.Uuid(4), Assert.Single(first[1].Credentials).Username);
    }

    [Fact]
    public async Task What_was_committed_is_there_after_reopening()
    {
        await RegisterAsync("name", user: 1);
        await PublishAsync("name", user: 1, digest: 1);
        await Store.RaiseSerialCeilingAsync(77);
        List<StoredSubdomain> before = await ReadAsync(null);

        await Store.DisposeAsync();
        Store = await OpenAsync();

        StoredSubdomain after = Assert.Single(await ReadAsync(null));
        Assert.Equal(before[0].Revision, after.Revision);
        Assert.Equal(before[0].Values, after.Values);
        Assert.Equal(77, await Store.ReadSerialCeilingAsync(Cancellation));
        Assert.True((await PublishAsync("name", user: 1, digest: 2))!.Revision > after.Revision);
    }

    [Fact]
    public async Task Serial_ceiling_only_rises()
    {
        Assert.Equal(0, await Store.ReadSerialCeilingAsync(Cancellation));

        await Store.RaiseSerialCeilingAsync(5_000_000_000);
        await Store.RaiseSerialCeilingAsync(4_000_000_000);

        Assert.Equal(5_000_000_000, await Store.ReadSerialCeilingAsync(Cancellation));
    }

    [Fact]
    public async Task Tokens_are_listed_and_found_by_their_hash_until_long_after_they_are_revoked()
    {
        OperatorToken token = A.Token(1, quota: 3, expiresAt: Clock.GetUtcNow()) with
        {
            AllowFrom = A.AllowFrom("10.0.0.0/8"),
            Note = "ours",
        };
        await Store.AddTokenAsync(A.Token(2));
        await Store.AddTokenAsync(token);

        bool isRevoked = await Store.RevokeTokenAsync(token.Id);

        OperatorToken found = (await Store.FindTokenAsync(token.SecretHash, Cancellation))!;
        IReadOnlyList<OperatorToken> all = await Store.ListTokensAsync(Cancellation);
        Assert.True(isRevoked);
        Assert.Equal([A.Uuid(1), A.Uuid(2)], all.Select(listed => listed.Id));
        Assert.Equal(["10.0.0.0/8"], found.AllowFrom.Entries);
        Assert.Equal(token.SecretHash.ToArray(), found.SecretHash.ToArray());
        Assert.Equal(
            token with { RevokedAt = Clock.GetUtcNow(), SecretHash = found.SecretHash, AllowFrom = found.AllowFrom },
            found);
    }

    [Fact]
    public async Task Unknown_tokens_are_neither_found_nor_revoked()
    {
        Assert.Null(await Store.FindTokenAsync(A.Token(1).SecretHash, Cancellation));
        Assert.False(await Store.RevokeTokenAsync(A.Uuid(1)));
    }

    [Fact]
    public async Task Registration_counts_against_its_token_until_the_quota_is_used_up()
    {
        OperatorToken token = A.Token(9, quota: 2);
        await Store.AddTokenAsync(token);

        RegistrationReceipt[] receipts = await Task.WhenAll(Enumerable.Range(1, 5).Select(
            user => Store.RegisterAsync(A.NewSubdomain($"name{user}", user, token.Id))));

        Assert.Equal(2, receipts.Count(receipt => receipt.Verdict == RegistrationVerdict.Registered));
        Assert.Equal(3, receipts.Count(receipt => receipt.Verdict == RegistrationVerdict.TokenSpent));
        Assert.Equal(2, (await ReadAsync(null)).Count);
        Assert.Equal(2, Assert.Single(await Store.ListTokensAsync(Cancellation)).Used);
    }

    [Fact]
    public async Task Revoked_or_expired_token_registers_nothing()
    {
        await Store.AddTokenAsync(A.Token(1));
        await Store.RevokeTokenAsync(A.Uuid(1));
        await Store.AddTokenAsync(A.Token(2, expiresAt: DateTimeOffset.UnixEpoch));

        RegistrationReceipt revoked = await Store.RegisterAsync(A.NewSubdomain("a", user: 1, A.Uuid(1)));
        RegistrationReceipt expired = await Store.RegisterAsync(A.NewSubdomain("b", user: 2, A.Uuid(2)));
        RegistrationReceipt unknown = await Store.RegisterAsync(A.NewSubdomain("c", user: 3, A.Uuid(3)));

        Assert.All(
            [revoked, expired, unknown], receipt => Assert.Equal(RegistrationVerdict.TokenSpent, receipt.Verdict));
        Assert.Empty(await ReadAsync(null));
    }

    [Fact]
    public async Task Sealed_account_is_found_at_its_place_and_replaced_there()
    {
        await Store.AddTokenAsync(A.Token(1));
        await Store.PutSealedAccountAsync(A.Sealed(place: 1, token: 1, box: 1));
        await Store.PutSealedAccountAsync(A.Sealed(place: 2, token: 1, box: 2));

        bool isPut = await Store.PutSealedAccountAsync(A.Sealed(place: 1, token: 1, box: 3));

        Assert.True(isPut);
        Assert.Equal([3], await FindSealedAsync(place: 1));
        Assert.Equal([2], await FindSealedAsync(place: 2));
        Assert.Null(await FindSealedAsync(place: 3));
    }

    [Fact]
    public async Task Token_keeps_as_many_sealed_accounts_as_its_quota_and_may_replace_each()
    {
        await Store.AddTokenAsync(A.Token(1, quota: 2));

        bool[] isPut = await Task.WhenAll(
            Enumerable.Range(1, 5).Select(place => Store.PutSealedAccountAsync(A.Sealed(place, token: 1, box: 1))));

        Assert.Equal(2, isPut.Count(isDone => isDone));
        Assert.True(await Store.PutSealedAccountAsync(A.Sealed(Array.IndexOf(isPut, true) + 1, token: 1, box: 2)));
    }

    [Fact]
    public async Task Revoked_token_leaves_no_sealed_account_and_puts_none()
    {
        await Store.AddTokenAsync(A.Token(1));
        await Store.AddTokenAsync(A.Token(2));
        await Store.PutSealedAccountAsync(A.Sealed(place: 1, token: 1, box: 1));
        await Store.PutSealedAccountAsync(A.Sealed(place: 2, token: 2, box: 2));

        await Store.RevokeTokenAsync(A.Uuid(1));

        Assert.False(await Store.PutSealedAccountAsync(A.Sealed(place: 1, token: 1, box: 1)));
        Assert.Null(await FindSealedAsync(place: 1));
        Assert.Equal([2], await FindSealedAsync(place: 2));
    }

    [Fact]
    public async Task Store_is_bound_to_its_first_pepper()
    {
        await Store.VerifyPepperAsync(A.Hasher(seed: 1), Cancellation);

        await Store.VerifyPepperAsync(A.Hasher(seed: 1), Cancellation);
        StoreUnavailableException refusal = await Assert.ThrowsAsync<StoreUnavailableException>(
            () => Store.VerifyPepperAsync(A.Hasher(seed: 2), Cancellation));

        Assert.Contains("pepper", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Change_of_another_instance_is_announced_with_a_revision_below_it()
    {
        await RegisterAsync("mine", user: 1);
        await using IAccountStore other = await OpenAsync();

        RegistrationReceipt receipt = await other.RegisterAsync(A.NewSubdomain("theirs", user: 2));
        long after = await Store.WaitForOutsideChangeAsync(Cancellation).WaitAsync(Bound, Cancellation);

        Assert.True(after < receipt.Revision);
        Assert.Equal(["theirs"], (await ReadAsync(after)).Select(stored => stored.Subdomain.Text));
    }

    [Fact]
    public async Task Own_changes_are_not_announced()
    {
        await RegisterAsync("mine", user: 1);
        await PublishAsync("mine", user: 1, digest: 1);
        using var stop = new CancellationTokenSource();
        Task<long> waiting = Store.WaitForOutsideChangeAsync(stop.Token);

        await using IAccountStore other = await OpenAsync();
        RegistrationReceipt receipt = await other.RegisterAsync(A.NewSubdomain("theirs", user: 2));
        long after = await waiting.WaitAsync(Bound, Cancellation);

        Assert.Equal(receipt.Revision - 1, after);
    }

    [Fact]
    public async Task Outside_change_is_noticed_under_constant_load()
    {
        await RegisterAsync("mine", user: 1);
        using var stop = new CancellationTokenSource();
        Task load = Task.Run(() => PublishUntilAsync(stop.Token), Cancellation);
        await using IAccountStore other = await OpenAsync();

        RegistrationReceipt receipt = await other.RegisterAsync(A.NewSubdomain("theirs", user: 2));
        long after = await Store.WaitForOutsideChangeAsync(Cancellation).WaitAsync(Bound, Cancellation);

        await stop.CancelAsync();
        await load;
        Assert.True(after < receipt.Revision);
    }

    [Fact]
    public async Task Two_instances_keep_the_caps_together()
    {
        await RegisterAsync("name", user: 1);
        await using IAccountStore other = await OpenAsync();

        await Task.WhenAll(Enumerable.Range(0, 40).Select(digest => (digest % 2 == 0 ? Store : other)
            .ChangeValuesAsync(A.Change("name", 1, digest, Clock.GetUtcNow()))));

        StoredSubdomain stored = (await FindAsync("name"))!;
        Assert.Equal(8, stored.Values.Count);
        Assert.Equal(stored.Revision, stored.Values[^1].Sequence);
    }

    [Fact]
    public async Task Sixteen_writers_lose_nothing()
    {
        const int Writers = 16;
        const int Changes = 200;
        for (int writer = 0; writer < Writers; writer++)
            await RegisterAsync($"name{writer}", writer);

        ChangeReceipt[] last = await Task.WhenAll(Enumerable.Range(0, Writers).Select(async writer =>
        {
            ChangeReceipt? receipt = null;
            for (int digest = 0; digest < Changes; digest++)
                receipt = await PublishAsync($"name{writer}", writer, digest);

            return receipt!;
        }));

        ChallengeDigest[] expected = [.. Enumerable.Range(Changes - 8, 8).Select(A.Digest)];
        List<StoredSubdomain> all = await ReadAsync(null);
        Assert.All(last, receipt => Assert.Equal(expected, Digests(receipt)));
        Assert.All(all, stored => Assert.Equal(expected, stored.Values.Select(value => value.Digest)));
        Assert.Equal(Writers * (Changes + 1), all.Max(stored => stored.Revision));
    }

    [Fact]
    public async Task Open_store_takes_writes()
    {
        Clock.Advance(TimeSpan.FromMinutes(1));

        bool[] answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Store.IsAvailableAsync(Cancellation)));

        Assert.All(answers, Assert.True);
    }

    [Fact]
    public async Task Closed_store_takes_nothing_and_says_so()
    {
        await Store.DisposeAsync();
        Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.False(await Store.IsAvailableAsync(Cancellation));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => RegisterAsync("name", user: 1));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Store.WaitForOutsideChangeAsync(Cancellation));
    }

    /// <summary>Opens one more instance on the same data.</summary>
    protected abstract Task<IAccountStore> OpenAsync();

    protected Task RegisterAsync(string name, int user) => Store.RegisterAsync(A.NewSubdomain(name, user));

    protected Task<ChangeReceipt?> PublishAsync(string name, int user, int digest) =>
        Store.ChangeValuesAsync(A.Change(name, user, digest, Clock.GetUtcNow()));

    protected Task<StoredSubdomain?> FindAsync(string name) => Store.FindAsync(A.Subdomain(name), Cancellation);

    protected async Task<List<StoredSubdomain>> ReadAsync(long? afterRevision)
    {
        var all = new List<StoredSubdomain>();
        await foreach (StoredSubdomain stored in Store.ReadAsync(afterRevision, Cancellation))
            all.Add(stored);

        return all;
    }

    private static IEnumerable<ChallengeDigest> Digests(ChangeReceipt? receipt) =>
        receipt!.Values.Select(value => value.Digest);

    private Task<byte[]?> FindSealedAsync(int place) =>
        Store.FindSealedAccountAsync(A.Sealed(place, token: 1, box: 1).Place, Cancellation);

    private async Task PublishUntilAsync(CancellationToken stop)
    {
        for (int digest = 0; !stop.IsCancellationRequested; digest++)
            await PublishAsync("mine", user: 1, digest);
    }
}
