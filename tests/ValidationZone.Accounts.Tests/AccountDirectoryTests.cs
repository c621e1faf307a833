using ValidationZone.Tests.Support;

namespace ValidationZone.Accounts.Tests;

public sealed class AccountDirectoryTests
{
    private static readonly Subdomain Name = A.Subdomain("name");

    private readonly TestZone _zone = new();

    public AccountDirectoryTests() => _zone.Directory.MarkLoaded();

    private AccountDirectory Directory => _zone.Directory;

    [Fact]
    public void Registered_subdomain_exists_without_values()
    {
        Directory.Apply(A.Stored("name", 1, A.Credential(1)));

        Assert.Empty(_zone.Txt(Name)!);
        Assert.Null(_zone.Txt("other"));
        Assert.Equal((1, 0), (Directory.CredentialCount, Directory.LiveValueCount));
    }

    [Fact]
    public void Values_are_served_oldest_first()
    {
        Directory.Apply(A.Stored("name", 1, A.Credential(1)));

        Directory.ApplyValues(Name, 3, [Value(1), Value(2)]);

        Assert.Equal([A.Digest(1).Text, A.Digest(2).Text], _zone.Txt(Name));
        Assert.Equal(2, Directory.LiveValueCount);
    }

    [Fact]
    public void Older_values_that_arrive_late_are_left_out()
    {
        Directory.Apply(A.Stored("name", 1, A.Credential(1)));
        Directory.ApplyValues(Name, 3, [Value(1), Value(2)]);

        Directory.ApplyValues(Name, 2, [Value(1)]);
        Directory.Apply(A.Stored("name", 1, A.Credential(1)));

        Assert.Equal([A.Digest(1).Text, A.Digest(2).Text], _zone.Txt(Name));
    }

    [Fact]
    public void Expired_values_are_not_served()
    {
        Directory.Apply(A.Stored("name", 1, A.Credential(1)));

        Directory.ApplyValues(Name, 2, [Value(1, lifetime: 0), Value(2)]);

        Assert.Equal([A.Digest(2).Text], _zone.Txt(Name));
    }

    [Fact]
    public void Credentials_changed_outside_before_an_own_change_are_not_lost()
    {
        Directory.Apply(A.Stored("name", 1, A.Credential(1)));

        // Someone else made revision 2, a second credential; the receipt of revision 3 comes here first.
        Directory.ApplyValues(Name, 3, [Value(1)]);
        Directory.Apply(A.Stored("name", 3, A.Credential(1), A.Credential(2)) with { Values = [Value(1)] });

        Assert.NotNull(Directory.Find(A.Uuid(2)));
        Assert.Equal([A.Digest(1).Text], _zone.Txt(Name));
    }

    [Fact]
    public void Removed_credential_is_forgotten_and_the_other_stays()
    {
        Directory.Apply(A.Stored("name", 1, A.Credential(1), A.Credential(2)));

        Directory.Apply(A.Stored("name", 2, A.Credential(2) with { IsEnabled = false }));

        Assert.Null(Directory.Find(A.Uuid(1)));
        Assert.False(Directory.Find(A.Uuid(2))!.Value.Entry.Terms.IsEnabled);
        Assert.Equal(1, Directory.CredentialCount);
    }

    [Fact]
    public void Deleted_subdomain_is_gone_for_good()
    {
        Directory.Apply(A.Stored("name", 1, A.Credential(1)));
        Directory.ApplyValues(Name, 2, [Value(1)]);

        Directory.Apply(Tombstone("name", 3));
        Directory.ApplyValues(Name, 4, [Value(2)]);

        Assert.Null(_zone.Txt(Name));
        Assert.Null(Directory.Find(A.Uuid(1)));
        Assert.Equal((0, 0), (Directory.CredentialCount, Directory.LiveValueCount));
    }

    [Fact]
    public void Deleted_subdomain_stays_gone_when_its_values_would_have_expired()
    {
        Directory.Apply(A.Stored("name", 1, A.Credential(1)));
        Directory.ApplyValues(Name, 2, [Value(1)]);
        Directory.Apply(Tombstone("name", 3));

        _zone.Clock.Advance(TimeSpan.FromSeconds(61));
        Directory.RemoveExpired();

        Assert.Null(_zone.Txt(Name));
        Assert.Equal(long.MaxValue, Directory.NextExpiry);
    }

    [Fact]
    public void Registration_that_arrives_after_its_deletion_does_not_bring_the_name_back()
    {
        Directory.Apply(Tombstone("name", 2));

        Directory.Apply(A.Stored("name", 1, A.Credential(1)));

        Assert.Null(_zone.Txt(Name));
        Assert.Null(Directory.Find(A.Uuid(1)));
    }

    [Fact]
    public void Subdomain_at_a_static_name_is_skipped()
    {
        Directory.Apply(A.Stored("ns1", 1, A.Credential(1)));
        Directory.Apply(A.Stored("name", 2, A.Credential(2)));
        Directory.ApplyValues(A.Subdomain("ns1"), 3, [Value(1)]);

        Assert.Equal([A.Subdomain("ns1")], Directory.SkippedSubdomains);
        Assert.Empty(_zone.Txt("ns1")!);
        Assert.Empty(_zone.Txt(Name)!);
    }

    [Fact]
    public void Deleted_subdomain_is_no_longer_listed_as_skipped_and_leaves_the_static_name()
    {
        Directory.Apply(A.Stored("ns1", 1, A.Credential(1)));

        Directory.Apply(Tombstone("ns1", 2));

        Assert.Empty(Directory.SkippedSubdomains);
        Assert.NotNull(_zone.Txt("ns1"));
    }

    [Fact]
    public void Many_credentials_come_and_go()
    {
        for (int i = 0; i < 2_000; i++)
            Directory.Apply(A.Stored($"name{i}", 2 * i + 1, A.Credential(i)));

        for (int i = 0; i < 2_000; i += 2)
            Directory.Apply(Tombstone($"name{i}", 2 * i + 2));

        Assert.Equal(1_000, Directory.CredentialCount);
        Assert.Equal(1_000, _zone.Zone.Table.SubdomainCount);
        Assert.All(Enumerable.Range(0, 2_000), i => Assert.Equal(i % 2 == 1, Directory.Find(A.Uuid(i)) is not null));
    }

    [Fact]
    public void Values_vanish_when_they_expire()
    {
        Directory.Apply(A.Stored("name", 1, A.Credential(1)));
        Directory.ApplyValues(Name, 2, [Value(1, lifetime: 10), Value(2, lifetime: 20)]);

        _zone.Clock.Advance(TimeSpan.FromSeconds(10));
        Directory.RemoveExpired();
        IReadOnlyList<string>? first = _zone.Txt(Name);
        _zone.Clock.Advance(TimeSpan.FromSeconds(10));
        Directory.RemoveExpired();

        Assert.Equal([A.Digest(2).Text], first);
        Assert.Empty(_zone.Txt(Name)!);
        Assert.Equal(0, Directory.LiveValueCount);
    }

    [Fact]
    public void Schedule_stays_small_however_often_values_are_refreshed()
    {
        Directory.Apply(A.Stored("name", 1, A.Credential(1)));

        for (int i = 0; i < 10_000; i++)
            Directory.ApplyValues(Name, 2 + i, [Value(1, lifetime: 100_000 - i)]);

        Assert.InRange(Directory.ScheduledCount, 1, 300);
        _zone.Clock.Advance(TimeSpan.FromSeconds(90_001));
        Directory.RemoveExpired();
        Assert.Empty(_zone.Txt(Name)!);
    }

    [Fact]
    public async Task Readers_find_a_credential_while_others_are_entered()
    {
        Directory.Apply(A.Stored("name", 1, A.Credential(-1)));
        using var stop = new CancellationTokenSource();
        Task<long> reading = Task.Run(() =>
        {
            long lost = 0;
            while (!stop.IsCancellationRequested)
                lost += Directory.Find(A.Uuid(-1)) is null ? 1 : 0;

            return lost;
        });

        for (int i = 0; i < 20_000; i++)
            Directory.Apply(A.Stored($"name{i}", i + 2, A.Credential(i)));

        await stop.CancelAsync();
        Assert.Equal(0, await reading);
    }

    [Fact]
    public async Task Readers_find_a_credential_that_stays_while_others_of_its_subdomain_come_and_go()
    {
        Directory.Apply(A.Stored("name", 1, A.Credential(-1)));
        using var stop = new CancellationTokenSource();
        Task<long> reading = CountLostAsync(stop.Token);

        int last = 1;
        long end = Environment.TickCount64 + 1_000;
        do
            Directory.Apply(A.Stored("name", last + 1, A.Credential(last), A.Credential(-1), A.Credential(++last)));
        while (Environment.TickCount64 < end);

        await stop.CancelAsync();
        Assert.Equal(0, await reading);
        Assert.Equal(3, Directory.CredentialCount);
        Assert.Equal([last - 1, last], Enumerable.Range(0, last + 2).Where(i => Directory.Find(A.Uuid(i)) is not null));
    }

    [Fact]
    public void Values_expire_in_their_order_whatever_order_they_came_in()
    {
        var numbers = new SeededNumbers(7);
        var lifetimes = new Dictionary<string, int>();
        for (int i = 0; i < 2_000; i++)
        {
            // Each name gets several lifetimes, one after another, longer and shorter ones, and some are deleted.
            string name = $"name{numbers.Below(500)}";
            lifetimes[name] = 1 + numbers.Below(100);
            Directory.Apply(A.Stored(name, i + 1, A.Credential(i)) with { Values = [Value(1, lifetimes[name])] });
        }

        Directory.Apply(Tombstone("name7", 2_001));
        lifetimes.Remove("name7");
        for (int second = 0; second <= 100; second++)
        {
            while (Directory.NextExpiry <= _zone.Clock.GetUtcNow().ToUnixTimeMilliseconds())
                Directory.RemoveExpired();

            Assert.Equal(lifetimes.Values.Count(lifetime => lifetime > second), Directory.LiveValueCount);
            _zone.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(0, Directory.ScheduledCount);
    }

    private Task<long> CountLostAsync(CancellationToken stop)
    {
        Guid stays = A.Uuid(-1);
        return Task.Run(() =>
        {
            long lost = 0;
            while (!stop.IsCancellationRequested)
                lost += Directory.Find(stays) is null ? 1 : 0;

            return lost;
        });
    }

    private static StoredSubdomain Tombstone(string name, long revision) =>
        A.Stored(name, revision) with { DeletedAt = DateTimeOffset.UnixEpoch };

    private LiveValue Value(int digest, int lifetime = 60) =>
        new(A.Digest(digest), A.Uuid(1), digest, _zone.Clock.GetUtcNow().AddSeconds(lifetime));
}
