using ValidationZone.Tests.Support;

namespace ValidationZone.Accounts.Tests;

/// <summary>A clock on which everything that is measured takes some time; its timers are another one's.</summary>
internal sealed class DriftingClock(FakeClock clock, TimeSpan step) : TimeProvider
{
    private long _calls;

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override long GetTimestamp() => clock.GetTimestamp() + (step.Ticks * Interlocked.Increment(ref _calls));

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        clock.CreateTimer(callback, state, dueTime, period);
}
