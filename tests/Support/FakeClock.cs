namespace ValidationZone.Tests.Support;

/// <summary>
/// A clock that stands still until it is advanced; its timers fire inside <see cref="Advance"/>, in order.
/// </summary>
public sealed class FakeClock(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<FakeTimer> _armed = [];
    private TaskCompletionSource _armedSomething = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DateTimeOffset _now = start;

    public FakeClock()
        : this(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero))
    {
    }

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How many timers are waiting.</summary>
    public int ArmedTimerCount
    {
        get
        {
            lock (_lock)
                return _armed.Count;
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return _now;
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>
    /// Moves the time on; every timer that comes due on the way fires at its own moment, on this thread.
    /// </summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        DateTimeOffset end = GetUtcNow() + by;
        while (TakeDue(end) is { } timer)
            timer.Fire();

        // Another thread may have gone further meanwhile, and time does not go back.
        lock (_lock)
            _now = end > _now ? end : _now;
    }

    /// <summary>
    /// Waits until some timer is due at <paramref name="dueBy"/> or earlier, so that advancing to then wakes its
    /// owner.
    /// </summary>
    public async Task WaitForTimerAsync(DateTimeOffset dueBy, CancellationToken cancellation = default)
    {
        while (true)
        {
            Task armedSomething;
            lock (_lock)
            {
                if (_armed.Exists(timer => timer.DueAt <= dueBy))
                    return;

                armedSomething = _armedSomething.Task;
            }

            await armedSomething.WaitAsync(TimeSpan.FromSeconds(30), cancellation);
        }
    }

    /// <summary>Lets a time pass as soon as somebody waits for no more than that.</summary>
    public async Task PassAsync(TimeSpan time, CancellationToken cancellation = default)
    {
        await WaitForTimerAsync(GetUtcNow() + time, cancellation);
        Advance(time);
    }

    /// <summary>Lets time pass, a second at a time, until something has ended.</summary>
    public async Task AdvanceUntilAsync(Task end)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!end.IsCompleted)
        {
            Advance(TimeSpan.FromSeconds(1));
            await tick.WaitForNextTickAsync(patience.Token);
        }
    }

    private FakeTimer? TakeDue(DateTimeOffset end)
    {
        lock (_lock)
        {
            FakeTimer? next = _armed.Where(timer => timer.DueAt <= end).MinBy(timer => timer.DueAt);
            if (next is null)
                return null;

            if (next.DueAt > _now)
                _now = next.DueAt;

            _armed.Remove(next);
            if (next.Period > TimeSpan.Zero)
                Arm(next, next.Period);

            return next;
        }
    }

    private void Arm(FakeTimer timer, TimeSpan dueTime)
    {
        timer.DueAt = _now + dueTime;
        _armed.Add(timer);
        _armedSomething.TrySetResult();
        _armedSomething = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class FakeTimer(FakeClock clock, Action fire) : ITimer
    {
        private bool _isDisposed;

        internal DateTimeOffset DueAt { get; set; }

        internal TimeSpan Period { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                clock._armed.Remove(this);
                if (_isDisposed)
                    return false;

                Period = period;
                if (dueTime >= TimeSpan.Zero)
                    clock.Arm(this, dueTime);

                return true;
            }
        }

        public void Dispose()
        {
            lock (clock._lock)
            {
                _isDisposed = true;
                clock._armed.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        internal void Fire() => fire();
    }
}
