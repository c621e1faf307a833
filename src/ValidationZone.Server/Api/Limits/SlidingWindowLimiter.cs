using System.Threading.RateLimiting;

namespace ValidationZone.Server.Api.Limits;

/// <summary>So many permits for each key in any period. Safe for any number of threads.</summary>
/// <remarks>
/// <para>
/// The framework's own partitioned limiter would do, but for three things: its time cannot be set by a test, it keeps a
/// partition for every key that ever comes, and ten times a second it walks all of them.
/// </para>
/// <para>
/// Here windows live in two generations. One that is used moves to the younger; the older is dropped as a whole when
/// everything in it has run out. So idle keys go without a walk, and no request pays for them.
/// </para>
/// </remarks>
internal sealed class SlidingWindowLimiter<TKey> : PartitionedRateLimiter<TKey>
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly LimitBounds _bounds;
    private readonly TimeProvider _clock;
    private readonly long _started;
    private readonly long _segmentTicks;
    private readonly SlidingWindow _overflow = new();
    private Dictionary<TKey, SlidingWindow> _young = [];
    private Dictionary<TKey, SlidingWindow> _old = [];
    private long _generation;

    /// <summary>Makes a limiter with nothing spent.</summary>
    internal SlidingWindowLimiter(LimitBounds bounds, TimeProvider clock)
    {
        _bounds = bounds;
        _clock = clock;
        // It only goes forward: a wall clock that is set back would keep permits for as long as it was set back.
        _started = clock.GetTimestamp();
        _segmentTicks = bounds.Period.Ticks / SlidingWindow.SegmentsPerPeriod;
    }

    /// <summary>How many keys have a window.</summary>
    internal int WindowCount
    {
        get
        {
            lock (_lock)
                return _young.Count + _old.Count;
        }
    }

    /// <inheritdoc/>
    public override RateLimiterStatistics? GetStatistics(TKey resource)
    {
        lock (_lock)
        {
            long segment = Segment(out _);
            int left = Find(resource, segment)?.Left(segment, _bounds.Permits) ?? _bounds.Permits;
            return new RateLimiterStatistics { CurrentAvailablePermits = left };
        }
    }

    /// <inheritdoc/>
    protected override RateLimitLease AttemptAcquireCore(TKey resource, int permitCount)
    {
        lock (_lock)
        {
            // Read inside, so that time does not go back for whoever comes second.
            long segment = Segment(out long now);
            SlidingWindow? window = Find(resource, segment);
            if (window is null || window.TryTake(segment, permitCount, _bounds.Permits))
                return LimitLease.Acquired;

            return LimitLease.Refused(TimeSpan.FromTicks((window.NextReturn() * _segmentTicks) - now));
        }
    }

    /// <inheritdoc/>
    // Nobody waits here: who comes too often is told when to come again.
    protected override ValueTask<RateLimitLease> AcquireAsyncCore(
        TKey resource, int permitCount, CancellationToken cancellationToken) =>
        ValueTask.FromResult(AttemptAcquireCore(resource, permitCount));

    private long Segment(out long now)
    {
        now = _clock.GetElapsedTime(_started).Ticks;
        return now / _segmentTicks;
    }

    /// <summary>The window of a key; <see langword="null"/> for no limit.</summary>
    private SlidingWindow? Find(TKey key, long segment)
    {
        Age(segment / SlidingWindow.SegmentCount);
        if (_young.TryGetValue(key, out SlidingWindow? window))
            return window;

        if (!_old.Remove(key, out window))
        {
            // Full: strangers share what one of them would have, or are let through, but take no more memory.
            if (_young.Count + _old.Count >= _bounds.MostKeys)
                return _bounds.IsOverflowLimited ? _overflow : null;

            window = new SlidingWindow();
        }

        _young.Add(key, window);
        return window;
    }

    private void Age(long generation)
    {
        if (generation == _generation)
            return;

        // A generation is as long as a window: what was not used in all of the last one holds nothing any more.
        _old = generation == _generation + 1 ? _young : [];
        _young = [];
        _generation = generation;
    }
}
