namespace ValidationZone.Accounts.Tests;

/// <summary>A clock whose time of day somebody has set, while its counter goes on as before.</summary>
internal sealed class SteppedClock(TimeProvider clock) : TimeProvider
{
    public TimeSpan Step { get; set; }

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() + Step;

    public override long GetTimestamp() => clock.GetTimestamp();
}
