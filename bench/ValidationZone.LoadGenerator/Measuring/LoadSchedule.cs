using System.Diagnostics;

namespace ValidationZone.LoadGenerator.Measuring;

/// <summary>When a load is measured and when it ends, in ticks of <see cref="Stopwatch"/>.</summary>
/// <remarks>The server compiles and caches while it is warmed up; that is checked, but not measured.</remarks>
internal sealed class LoadSchedule(double warmUpSeconds, double seconds, double rate)
{
    /// <summary>When the load began.</summary>
    internal long Start { get; private set; }

    /// <summary>When measuring begins.</summary>
    internal long MeasureFrom { get; private set; }

    /// <summary>When the load ends.</summary>
    internal long End { get; private set; }

    /// <summary>How long is measured.</summary>
    internal double Seconds { get; } = seconds;

    /// <summary>How long comes before it.</summary>
    internal double WarmUpSeconds { get; } = warmUpSeconds;

    /// <summary>How long a question waits for its reply before it counts as lost, in ticks.</summary>
    internal long Patience { get; init; } = Stopwatch.Frequency;

    /// <summary>Requests a second for all threads together; 0 for as many as come back.</summary>
    internal double Rate { get; } = rate;

    /// <summary>Begins now.</summary>
    internal void Begin()
    {
        Start = Stopwatch.GetTimestamp();
        MeasureFrom = Start + (long)(WarmUpSeconds * Stopwatch.Frequency);
        End = MeasureFrom + (long)(Seconds * Stopwatch.Frequency);
    }
}
