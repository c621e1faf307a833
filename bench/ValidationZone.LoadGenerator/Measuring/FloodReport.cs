namespace ValidationZone.LoadGenerator.Measuring;

/// <summary>Compares rounds with a flood to the quiet rounds before them, and prints the medians.</summary>
internal sealed class FloodReport(LoadReport report)
{
    private readonly List<Tally> _idle = [];
    private readonly List<Tally> _flooded = [];
    private readonly List<double> _floodRates = [];
    private readonly List<double> _busy = [];
    private long _mistakes;

    /// <summary>Whether every reply of every round was what it should be.</summary>
    internal bool IsRight => _mistakes == 0;

    /// <summary>Takes a round without a flood.</summary>
    internal void AddIdle(Tally updates)
    {
        _idle.Add(updates);
        Count(updates);
    }

    /// <summary>Takes a round with a flood.</summary>
    /// <param name="updates">Right keys.</param>
    /// <param name="wrong">Wrong keys.</param>
    /// <param name="cpuSeconds">What the server has used of a processor, if known.</param>
    /// <param name="seconds">In how long.</param>
    internal void AddFlooded(Tally updates, Tally wrong, double? cpuSeconds, double seconds)
    {
        _flooded.Add(updates);
        _floodRates.Add(wrong.Right / seconds);
        if (cpuSeconds is { } used)
            _busy.Add(used * 100 / seconds);

        Count(updates);
        Count(wrong);
    }

    /// <summary>Prints.</summary>
    internal void Print()
    {
        report.Print("wrong_keys_per_second", Median(_floodRates), "0");
        foreach ((string name, double share) in new[] { ("p50", 0.5), ("p99", 0.99) })
        {
            double[] idle = Times(_idle, share);
            double[] flooded = Times(_flooded, share);
            report.Print($"idle_{name}_us", Median(idle), "0.0");
            report.Print($"flooded_{name}_us", Median(flooded), "0.0");
            // Each round by its neighbour, which had the same machine.
            report.Print($"{name}_ratio", Median([.. flooded.Zip(idle, (slow, quick) => slow / quick)]), "0.00");
        }

        if (_busy.Count > 0)
            report.Print("server_busy_percent", Median(_busy), "0");

        report.Print("mistakes", _mistakes, "0");
    }

    private static double[] Times(List<Tally> rounds, double share) =>
        [.. rounds.Select(round => round.Latency.Quantile(share).TotalMicroseconds)];

    private static double Median(IReadOnlyCollection<double> values) => values.Order().ElementAt(values.Count / 2);

    private void Count(Tally tally) => _mistakes += tally.Wrong + tally.Lost;
}
