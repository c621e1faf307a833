namespace ValidationZone.Server.Api.Limits;

/// <summary>How often something was done in the last few segments of time. Not safe for several threads.</summary>
/// <remarks>
/// It spans one segment more than a period has, so that whatever moment a period begins at, no more than the limit lies
/// in it. The price is that a permit comes back up to a sixth of the period late.
/// </remarks>
internal sealed class SlidingWindow
{
    /// <summary>Segments in the period that the limit is for.</summary>
    internal const int SegmentsPerPeriod = 6;

    /// <summary>Segments that are remembered.</summary>
    internal const int SegmentCount = SegmentsPerPeriod + 1;

    private WindowCounts _counts;
    private long _newest;
    private int _total;

    /// <summary>Counts some, or nothing at all when that would be too many; 0 only looks whether one is left.</summary>
    /// <param name="segment">The number of the present segment, never smaller than the last time.</param>
    /// <param name="permits">How many.</param>
    /// <param name="limit">The most in one period.</param>
    internal bool TryTake(long segment, int permits, int limit)
    {
        MoveTo(segment);
        if (_total + Math.Max(permits, 1) > limit)
            return false;

        _counts[(int)(segment % SegmentCount)] += permits;
        _total += permits;
        return true;
    }

    /// <summary>How many are left in the present segment.</summary>
    internal int Left(long segment, int limit)
    {
        MoveTo(segment);
        return Math.Max(0, limit - _total);
    }

    /// <summary>The segment with which something is given back.</summary>
    internal long NextReturn()
    {
        long oldest = _newest - SegmentsPerPeriod;
        // Before the remainder, because the first segments reach back to numbers below zero.
        while (oldest < _newest && _counts[(int)((oldest + SegmentCount) % SegmentCount)] == 0)
            oldest++;

        return oldest + SegmentCount;
    }

    private void MoveTo(long segment)
    {
        // Each slot is emptied once at most, however long nobody came.
        for (long passed = Math.Max(_newest + 1, segment - SegmentsPerPeriod); passed <= segment; passed++)
        {
            int slot = (int)(passed % SegmentCount);
            _total -= _counts[slot];
            _counts[slot] = 0;
        }

        _newest = segment;
    }
}
