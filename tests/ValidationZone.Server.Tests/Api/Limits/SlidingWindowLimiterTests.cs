using System.Threading.RateLimiting;
using ValidationZone.Server.Api.Limits;
using ValidationZone.Tests.Support;

namespace ValidationZone.Server.Tests;

public sealed class SlidingWindowLimiterTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly FakeClock _clock = new();

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(13)]
    [InlineData(31)]
    public void Limit_holds_in_every_period_whenever_it_begins(int stepSeconds)
    {
        SlidingWindowLimiter<int> limiter = Limiter(permits: 10);
        var granted = new List<DateTimeOffset>();

        for (int step = 0; step < 1000; step++)
        {
            for (int i = 0; i < 3; i++)
            {
                if (IsGranted(limiter, key: 1))
                    granted.Add(_clock.GetUtcNow());
            }

            _clock.Advance(TimeSpan.FromSeconds(stepSeconds));
        }

        Assert.All(granted, first => Assert.InRange(granted.Count(at => at >= first && at < first + Minute), 1, 10));
        Assert.InRange(granted.Count, Math.Min(3000, 10 * stepSeconds * 1000 / 75), 3000);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(9.5)]
    [InlineData(42)]
    [InlineData(100_000)]
    public void Permit_comes_back_at_the_moment_that_the_refusal_has_named_and_no_sooner(double startSeconds)
    {
        SlidingWindowLimiter<int> limiter = Limiter(permits: 3);
        _clock.Advance(TimeSpan.FromSeconds(startSeconds));
        Take(limiter, key: 1, times: 3);

        TimeSpan wait = RetryAfter(limiter, key: 1);
        _clock.Advance(wait - TimeSpan.FromTicks(1));
        bool isEarlyGranted = IsGranted(limiter, key: 1);
        _clock.Advance(TimeSpan.FromTicks(1));

        Assert.InRange(wait, Minute, Minute * 7 / 6);
        Assert.Equal((false, true), (isEarlyGranted, IsGranted(limiter, key: 1)));
    }

    [Fact]
    public void Keys_do_not_spend_what_is_anothers()
    {
        SlidingWindowLimiter<int> limiter = Limiter(permits: 2);

        Take(limiter, key: 1, times: 5);

        Assert.Equal((false, true), (IsGranted(limiter, key: 1), IsGranted(limiter, key: 2)));
    }

    [Fact]
    public void Asking_for_nothing_tells_whether_one_is_left_and_spends_none()
    {
        SlidingWindowLimiter<int> limiter = Limiter(permits: 1);

        bool[] before = [IsGranted(limiter, key: 1, permits: 0), IsGranted(limiter, key: 1, permits: 0)];
        Take(limiter, key: 1, times: 1);

        Assert.Equal([true, true], before);
        Assert.False(IsGranted(limiter, key: 1, permits: 0));
    }

    [Fact]
    public void Statistics_tell_how_many_are_left()
    {
        SlidingWindowLimiter<int> limiter = Limiter(permits: 5);

        Take(limiter, key: 1, times: 3);

        Assert.Equal(2, limiter.GetStatistics(1)!.CurrentAvailablePermits);
        Assert.Equal(5, limiter.GetStatistics(2)!.CurrentAvailablePermits);
    }

    [Fact]
    public void Idle_keys_are_forgotten_and_busy_ones_are_not()
    {
        SlidingWindowLimiter<int> limiter = Limiter(permits: 100);
        for (int key = 0; key < 1000; key++)
            Take(limiter, key, times: 1);

        for (int second = 0; second < 300; second += 5)
        {
            _clock.Advance(TimeSpan.FromSeconds(5));
            Take(limiter, key: 7, times: 5);
        }

        Assert.Equal(1, limiter.WindowCount);
        Assert.InRange(limiter.GetStatistics(7)!.CurrentAvailablePermits, 30, 40);
    }

    [Fact]
    public void Million_keys_take_no_more_windows_than_the_bound_and_share_what_one_would_have()
    {
        SlidingWindowLimiter<int> limiter = Limiter(permits: 2, mostKeys: 100_000);
        Take(limiter, key: -1, times: 1);

        int granted = Enumerable.Range(0, 1_000_000).Count(key => IsGranted(limiter, key));

        Assert.Equal(100_000 - 1 + 2, granted);
        Assert.Equal(100_000, limiter.WindowCount);
        Assert.Equal((true, false), (IsGranted(limiter, key: -1), IsGranted(limiter, key: -1)));
    }

    [Fact]
    public void Strangers_are_let_in_again_when_the_crowd_has_gone()
    {
        SlidingWindowLimiter<int> limiter = Limiter(permits: 1, mostKeys: 10);
        for (int key = 0; key < 100; key++)
            Take(limiter, key, times: 1);

        bool isGrantedBefore = IsGranted(limiter, key: 1000);
        _clock.Advance(Minute * 4);

        Assert.Equal((false, true), (isGrantedBefore, IsGranted(limiter, key: 1000)));
    }

    [Fact]
    public void Guests_beyond_the_bound_are_not_limited_where_they_cannot_be_invented()
    {
        SlidingWindowLimiter<int> limiter = Limiter(permits: 1, mostKeys: 10, isOverflowLimited: false);

        int granted = Enumerable.Range(0, 100).Count(key => IsGranted(limiter, key) && IsGranted(limiter, key));

        Assert.Equal(90, granted);
        Assert.Equal(10, limiter.WindowCount);
    }

    [Fact]
    public void Callers_at_once_get_the_limit_together_and_not_each()
    {
        SlidingWindowLimiter<int> limiter = Limiter(permits: 1000);
        int granted = 0;

        Parallel.For(0, 8, _ =>
        {
            for (int i = 0; i < 10_000; i++)
                Interlocked.Add(ref granted, IsGranted(limiter, key: 1) ? 1 : 0);
        });

        Assert.Equal(1000, granted);
    }

    [Fact]
    public void Permit_of_a_known_key_allocates_nothing()
    {
        SlidingWindowLimiter<Guid> limiter =
            new(new LimitBounds(1_000_000, Minute, 10, IsOverflowLimited: true), TimeProvider.System);
        var key = new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        TakeOften();

        long allocated = Allocation.Least(TakeOften);

        Assert.Equal(0, allocated);

        void TakeOften()
        {
            for (int i = 0; i < 1000; i++)
                limiter.AttemptAcquire(key).Dispose();
        }
    }

    private static bool IsGranted<TKey>(SlidingWindowLimiter<TKey> limiter, TKey key, int permits = 1)
        where TKey : notnull
    {
        using RateLimitLease lease = limiter.AttemptAcquire(key, permits);
        return lease.IsAcquired;
    }

    private static void Take(SlidingWindowLimiter<int> limiter, int key, int times)
    {
        for (int i = 0; i < times; i++)
            IsGranted(limiter, key);
    }

    private static TimeSpan RetryAfter(SlidingWindowLimiter<int> limiter, int key)
    {
        using RateLimitLease lease = limiter.AttemptAcquire(key);
        Assert.True(lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan wait));
        return wait;
    }

    private SlidingWindowLimiter<int> Limiter(int permits, int mostKeys = 1000, bool isOverflowLimited = true) =>
        new(new LimitBounds(permits, Minute, mostKeys, isOverflowLimited), _clock);
}
