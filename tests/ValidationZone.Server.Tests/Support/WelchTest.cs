namespace ValidationZone.Server.Tests;

/// <summary>Whether two sets of measurements have the same mean, although they may scatter differently.</summary>
internal static class WelchTest
{
    /// <summary>
    /// Above this in absolute value, the means differ at p &lt; 0.01; for some hundred degrees of freedom and more.
    /// </summary>
    public const double Significant = 2.58;

    /// <summary>The statistic t; positive when the first mean is greater.</summary>
    public static double Statistic(IReadOnlyCollection<double> first, IReadOnlyCollection<double> second)
    {
        double error = Math.Sqrt((Variance(first) / first.Count) + (Variance(second) / second.Count));
        double difference = first.Average() - second.Average();
        return difference == 0 ? 0 : difference / error;
    }

    private static double Variance(IReadOnlyCollection<double> samples)
    {
        double mean = samples.Average();
        return samples.Sum(sample => (sample - mean) * (sample - mean)) / (samples.Count - 1);
    }
}
