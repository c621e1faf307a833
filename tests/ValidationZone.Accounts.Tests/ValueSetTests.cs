using ValidationZone.Tests.Support;

namespace ValidationZone.Accounts.Tests;

public sealed class ValueSetTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly ValueLimits Limits = new(TimeSpan.FromHours(24), PerCredential: 3, PerName: 4);

    [Fact]
    public void Published_value_is_last_and_expires_after_its_lifetime()
    {
        IReadOnlyList<LiveValue> before = PublishAll([], (1, 1));

        IReadOnlyList<LiveValue> after = ValueSet.Apply(before, Change(1, 2), sequence: 2)!;

        Assert.Equal([A.Digest(1), A.Digest(2)], after.Select(value => value.Digest));
        Assert.Equal(new LiveValue(A.Digest(2), A.Uuid(1), 2, Now + Limits.Lifetime), after[^1]);
    }

    [Fact]
    public void Publishing_a_live_value_refreshes_it_and_pushes_nothing_out()
    {
        IReadOnlyList<LiveValue> before = PublishAll([], (1, 1), (1, 2), (1, 3));
        ChallengeChange again = Change(1, 1) with { At = Now.AddHours(1) };

        IReadOnlyList<LiveValue> after = ValueSet.Apply(before, again, sequence: 9)!;

        Assert.Equal([A.Digest(2), A.Digest(3), A.Digest(1)], after.Select(value => value.Digest));
        Assert.Equal(Now.AddHours(1) + Limits.Lifetime, after[^1].ExpiresAt);
    }

    [Fact]
    public void Refresher_becomes_the_publisher()
    {
        IReadOnlyList<LiveValue> before = PublishAll([], (1, 1));

        IReadOnlyList<LiveValue> after = ValueSet.Apply(before, Change(2, 1), sequence: 2)!;

        Assert.Equal(A.Uuid(2), Assert.Single(after).Publisher);
    }

    [Fact]
    public void Over_the_credential_cap_the_publishers_own_oldest_goes()
    {
        IReadOnlyList<LiveValue> before = PublishAll([], (1, 1), (1, 2), (1, 3));

        IReadOnlyList<LiveValue> after = ValueSet.Apply(before, Change(1, 4), sequence: 9)!;

        Assert.Equal([A.Digest(2), A.Digest(3), A.Digest(4)], after.Select(value => value.Digest));
    }

    [Fact]
    public void Over_the_name_cap_the_publishers_own_oldest_goes_first()
    {
        IReadOnlyList<LiveValue> before = PublishAll([], (2, 8), (2, 9), (1, 1), (2, 7));

        IReadOnlyList<LiveValue> after = ValueSet.Apply(before, Change(1, 2), sequence: 9)!;

        Assert.Equal([A.Digest(8), A.Digest(9), A.Digest(7), A.Digest(2)], after.Select(value => value.Digest));
    }

    [Fact]
    public void Over_the_name_cap_the_oldest_of_the_name_goes_when_the_publisher_has_none()
    {
        IReadOnlyList<LiveValue> before = PublishAll([], (2, 1), (3, 2), (2, 3), (3, 4));
        ChallengeChange later = Change(1, 5) with { At = Now + ValueSet.Residence };

        IReadOnlyList<LiveValue> after = ValueSet.Apply(before, later, sequence: 9)!;

        Assert.Equal([A.Digest(2), A.Digest(3), A.Digest(4), A.Digest(5)], after.Select(value => value.Digest));
    }

    [Fact]
    public void Young_values_of_others_are_not_pushed_out()
    {
        IReadOnlyList<LiveValue> before = PublishAll([], (2, 1), (3, 2), (2, 3), (3, 4));
        DateTimeOffset almost = Now + ValueSet.Residence - TimeSpan.FromSeconds(1);

        IReadOnlyList<LiveValue>? stranger = ValueSet.Apply(before, Change(1, 5) with { At = almost }, sequence: 9);
        IReadOnlyList<LiveValue>? owner = ValueSet.Apply(before, Change(2, 5) with { At = almost }, sequence: 9);

        Assert.Null(stranger);
        Assert.Equal([A.Digest(2), A.Digest(3), A.Digest(4), A.Digest(5)], owner!.Select(value => value.Digest));
    }

    [Fact]
    public void Publisher_of_long_lived_values_pushes_no_young_ones_of_others_out()
    {
        IReadOnlyList<LiveValue> before = PublishAll([], (2, 1), (3, 2), (2, 3), (3, 4));

        IReadOnlyList<LiveValue>? after =
            ValueSet.Apply(before, Change(1, 5) with { Lifetime = TimeSpan.FromDays(7) }, sequence: 9);

        Assert.Null(after);
    }

    [Theory]
    [InlineData(900)]
    [InlineData(604_800)]
    public void Young_value_is_not_pushed_out_whatever_life_was_asked_for_it(int seconds)
    {
        IReadOnlyList<LiveValue> before = [];
        for (int i = 0; i < Limits.PerName; i++)
        {
            ChallengeChange change = Change(2 + (i % 2), i) with { Lifetime = TimeSpan.FromSeconds(seconds) };
            before = ValueSet.Apply(before, change, i + 1)!;
        }

        ChallengeChange early = Change(1, 9) with { At = Now + ValueSet.Residence - TimeSpan.FromSeconds(1) };
        Assert.Null(ValueSet.Apply(before, early, sequence: 9));
        Assert.NotNull(ValueSet.Apply(before, early with { At = Now + ValueSet.Residence }, sequence: 9));
    }

    [Fact]
    public void Expired_values_go_before_live_ones()
    {
        IReadOnlyList<LiveValue> before = PublishAll([], (1, 1), (1, 2));
        before = ValueSet.Apply(before, Change(1, 3) with { At = Now.AddHours(12) }, sequence: 8)!;
        ChallengeChange later = Change(1, 4) with { At = Now.AddHours(24) };

        IReadOnlyList<LiveValue> after = ValueSet.Apply(before, later, sequence: 9)!;

        Assert.Equal([A.Digest(3), A.Digest(4)], after.Select(value => value.Digest));
    }

    [Fact]
    public void Removal_leaves_no_trace()
    {
        IReadOnlyList<LiveValue> before = PublishAll([], (1, 1), (2, 2));

        IReadOnlyList<LiveValue> after = ValueSet.Apply(before, Change(1, 2) with { IsRemoval = true }, sequence: 9)!;

        Assert.Equal(before.Take(1), after);
    }

    [Fact]
    public void A_lowered_cap_is_kept_from_the_next_publication_on()
    {
        IReadOnlyList<LiveValue> before = PublishAll([], (1, 1), (1, 2), (1, 3), (2, 4));
        ChallengeChange change = Change(1, 5) with
        {
            At = Now + ValueSet.Residence,
            Limits = Limits with { PerCredential = 1, PerName = 1 },
        };

        IReadOnlyList<LiveValue> after = ValueSet.Apply(before, change, sequence: 9)!;

        Assert.Equal(A.Digest(5), Assert.Single(after).Digest);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Whatever_happens_the_rules_hold(int seed)
    {
        var numbers = new SeededNumbers(seed);
        IReadOnlyList<LiveValue> values = [];
        DateTimeOffset at = Now;

        for (int sequence = 1; sequence <= 2_000; sequence++)
        {
            at += TimeSpan.FromMinutes(numbers.Below(2) * numbers.Below(300));
            ChallengeChange change = Change(numbers.Below(3), numbers.Below(12)) with
            {
                At = at,
                IsRemoval = numbers.Below(5) == 0,
            };
            IReadOnlyList<LiveValue> before = values;
            values = ValueSet.Apply(before, change, sequence) ?? before;
            if (ReferenceEquals(values, before))
                AssertFull(before, change);
            else
                AssertRules(before, change, values);
        }
    }

    private static void AssertFull(IReadOnlyList<LiveValue> before, ChallengeChange change)
    {
        LiveValue[] live = [.. before.Where(value => value.ExpiresAt > change.At)];
        Assert.Equal(Limits.PerName, live.Length);
        Assert.DoesNotContain(live, value => value.Publisher == change.Publisher);
        Assert.True(live[0].ExpiresAt - Limits.Lifetime > change.At - ValueSet.Residence);
    }

    private static void AssertRules(
        IReadOnlyList<LiveValue> before, ChallengeChange change, IReadOnlyList<LiveValue> after)
    {
        Assert.True(after.Count <= Limits.PerName);
        Assert.True(after.Count(value => value.Publisher == change.Publisher) <= Limits.PerCredential);
        Assert.All(after, value => Assert.True(value.ExpiresAt > change.At));
        Assert.Equal(after.Count, after.Select(value => value.Digest).Distinct().Count());
        Assert.Equal(after.OrderBy(value => value.Sequence), after);
        Assert.Equal(!change.IsRemoval, after.Any(value => value.Digest.Equals(change.Digest)));
        LiveValue[] live =
            [.. before.Where(value => value.ExpiresAt > change.At && !value.Digest.Equals(change.Digest))];
        LiveValue[] lost = [.. live.Except(after)];
        Assert.True(lost.Length <= 1, "one publication pushes out one value at the most");
        bool hasOwn = live.Any(value => value.Publisher == change.Publisher);
        Assert.All(lost, value => Assert.True(value.Publisher == change.Publisher || !hasOwn));
    }

    private static ChallengeChange Change(int user, int digest) =>
        A.Change("name", user, digest, Now) with { Limits = Limits };

    private static IReadOnlyList<LiveValue> PublishAll(
        IReadOnlyList<LiveValue> values, params (int User, int Digest)[] all)
    {
        long sequence = 0;
        foreach ((int user, int digest) in all)
            values = ValueSet.Apply(values, Change(user, digest), ++sequence)!;

        return values;
    }
}
