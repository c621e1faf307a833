using System.Globalization;

namespace ValidationZone.LoadGenerator.Measuring;

/// <summary>Prints figures, one a line: a name, blanks, a number. People read it, and so does awk.</summary>
internal sealed class LoadReport(TextWriter output)
{
    /// <summary>Prints what a load has counted.</summary>
    /// <param name="unit">What was asked for: <c>queries</c> or <c>updates</c>.</param>
    /// <param name="tally">What was counted.</param>
    /// <param name="seconds">In how long.</param>
    internal void Print(string unit, Tally tally, double seconds)
    {
        Print($"{unit}_per_second", tally.Right / seconds, "0");
        Print("p50_us", tally.Latency.Quantile(0.5).TotalMicroseconds, "0.0");
        Print("p99_us", tally.Latency.Quantile(0.99).TotalMicroseconds, "0.0");
        Print("p999_us", tally.Latency.Quantile(0.999).TotalMicroseconds, "0.0");
        Print("max_us", tally.Latency.Longest.TotalMicroseconds, "0.0");
        Print("reply_octets", tally.ReplyOctets / (double)Math.Max(1, tally.Latency.Count), "0");
        Print("right", tally.Right, "0");
        Print("wrong", tally.Wrong, "0");
        Print("lost", tally.Lost, "0");
        if (tally.Wrong > 0)
            output.WriteLine($"mistakes  {tally.DescribeMistakes()}");
    }

    /// <summary>Prints what the server has used for it.</summary>
    internal void PrintServer(ServerUse use, Tally tally, double seconds)
    {
        double requests = Math.Max(1, tally.Right);
        double all = use.Time.User + use.Time.System;
        Print("server_user_us", use.Time.User * 1e6 / requests, "0.000");
        Print("server_system_us", use.Time.System * 1e6 / requests, "0.000");
        Print("server_cpu_us", all * 1e6 / requests, "0.000");
        Print("server_threads_us", use.Time.Threads * 1e6 / requests, "0.000");
        Print("server_busy_percent", all * 100 / seconds, "0");
        Print("server_rss_mib", use.ResidentMebibytes, "0");
    }

    /// <summary>Prints one figure.</summary>
    internal void Print(string name, double value, string format) =>
        output.WriteLine($"{name,-22}{value.ToString(format, CultureInfo.InvariantCulture)}");
}
