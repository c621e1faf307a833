using ValidationZone.Tests.Support;

namespace ValidationZone.Accounts.Tests;

public sealed class FakeClockTests
{
    private readonly FakeClock _clock = new();

    [Fact]
    public async Task Delay_ends_exactly_when_its_time_has_come()
    {
        Task delay = Task.Delay(TimeSpan.FromSeconds(10), _clock, TestContext.Current.CancellationToken);

        _clock.Advance(TimeSpan.FromSeconds(9));
        bool isEarly = delay.IsCompleted;
        _clock.Advance(TimeSpan.FromSeconds(1));
        await delay.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        Assert.False(isEarly);
        Assert.Equal(0, _clock.ArmedTimerCount);
    }

    [Fact]
    public void Timers_fire_in_the_order_of_their_time_and_see_it()
    {
        DateTimeOffset start = _clock.GetUtcNow();
        var seen = new List<int>();
        using ITimer late = Timer(seconds: 3);
        using ITimer repeated = Timer(seconds: 2, period: 2);

        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal([2, 3, 4], seen);

        ITimer Timer(int seconds, int period = -1) => _clock.CreateTimer(
            _ => seen.Add((int)(_clock.GetUtcNow() - start).TotalSeconds),
            state: null,
            TimeSpan.FromSeconds(seconds),
            period < 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(period));
    }

    [Fact]
    public async Task Waiting_for_a_timer_ends_when_one_is_armed_that_is_due_in_time()
    {
        DateTimeOffset due = _clock.GetUtcNow().AddSeconds(10);
        Task waiting = _clock.WaitForTimerAsync(due, TestContext.Current.CancellationToken);
        bool isEarly = waiting.IsCompleted;

        _ = Task.Delay(TimeSpan.FromSeconds(10), _clock, TestContext.Current.CancellationToken);
        await waiting;

        Assert.False(isEarly);
        Assert.Equal(1, _clock.ArmedTimerCount);
    }
}
