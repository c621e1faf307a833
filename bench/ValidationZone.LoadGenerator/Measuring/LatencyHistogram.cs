using System.Diagnostics;
using System.Numerics;

namespace ValidationZone.LoadGenerator.Measuring;

/// <summary>Counts durations in buckets that are at most 3 % wide, from a nanosecond to a minute and more.</summary>
internal sealed class LatencyHistogram
{
    private const int SubBucketBits = 5;
    private const int SubBuckets = 1 << SubBucketBits;

    private readonly long[] _counts = new long[64 * SubBuckets];
    private long _longest;

    /// <summary>How many durations were counted.</summary>
    internal long Count { get; private set; }

    /// <summary>The longest duration.</summary>
    internal TimeSpan Longest => TimeSpan.FromMicroseconds(_longest / 1000.0);

    /// <summary>Counts a duration given in ticks of <see cref="Stopwatch"/>.</summary>
    internal void Add(long ticks)
    {
        // Ticks are nanoseconds on every Unix; elsewhere this scales.
        long nanoseconds = Math.Max(0, Stopwatch.Frequency == 1_000_000_000
            ? ticks
            : (long)(ticks * (1e9 / Stopwatch.Frequency)));
        _counts[BucketOf(nanoseconds)]++;
        _longest = Math.Max(_longest, nanoseconds);
        Count++;
    }

    /// <summary>Adds what another one has counted.</summary>
    internal void Add(LatencyHistogram other)
    {
        for (int i = 0; i < _counts.Length; i++)
            _counts[i] += other._counts[i];

        _longest = Math.Max(_longest, other._longest);
        Count += other.Count;
    }

    /// <summary>The duration that this share of all does not exceed, at most 3 % too long.</summary>
    internal TimeSpan Quantile(double share)
    {
        long rank = (long)Math.Ceiling(Count * share);
        long seen = 0;
        for (int i = 0; i < _counts.Length; i++)
        {
            seen += _counts[i];
            if (seen >= rank && seen > 0)
                return TimeSpan.FromMicroseconds(Math.Min(EndOf(i), _longest) / 1000.0);
        }

        return TimeSpan.Zero;
    }

    private static int BucketOf(long nanoseconds)
    {
        // The first buckets are one nanosecond wide; above them, each power of two is cut into equal parts.
        if (nanoseconds < SubBuckets)
            return (int)nanoseconds;

        int shift = BitOperations.Log2((ulong)nanoseconds) - SubBucketBits;
        return ((shift + 1) * SubBuckets) + (int)(nanoseconds >> shift) - SubBuckets;
    }

    private static long EndOf(int bucket)
    {
        if (bucket < SubBuckets)
            return bucket;

        int shift = (bucket / SubBuckets) - 1;
        return ((long)((bucket % SubBuckets) + SubBuckets + 1) << shift) - 1;
    }
}
