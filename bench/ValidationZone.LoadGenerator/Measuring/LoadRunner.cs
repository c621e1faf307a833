using System.Diagnostics;

namespace ValidationZone.LoadGenerator.Measuring;

/// <summary>Runs the threads of a load, watches the server beside them, and reports.</summary>
internal sealed class LoadRunner(LoadSchedule schedule, ServerProcess? server, TextWriter output, TextWriter error)
{
    /// <summary>Runs and reports.</summary>
    /// <param name="unit">What is asked for: <c>queries</c> or <c>updates</c>.</param>
    /// <param name="threads">Each is called on a thread of its own, with the tally to count into.</param>
    /// <returns>Whether every reply was right and none was lost.</returns>
    internal bool Run(string unit, IReadOnlyList<Action<Tally>> threads)
    {
        (Tally[] tallies, ServerUse? use) = Measure(threads);
        return Report(unit, tallies, use);
    }

    /// <summary>Runs without a report.</summary>
    /// <returns>What each thread has counted, and what the server has used.</returns>
    internal (Tally[] Tallies, ServerUse? Use) Measure(IReadOnlyList<Action<Tally>> threads)
    {
        var tallies = threads.Select(_ => new Tally()).ToArray();
        var faults = new Exception?[threads.Count];
        schedule.Begin();
        Thread[] started = [.. threads.Select((_, i) => Start(i))];
        ServerUse? use = Watch();
        foreach (Thread thread in started)
            thread.Join();

        // The first fault is told; the others most likely have the same reason.
        if (faults.FirstOrDefault(fault => fault is not null) is { } first)
            throw new IOException(first.Message, first);

        return (tallies, use);

        Thread Start(int i)
        {
            var thread = new Thread(() => faults[i] = Try(() => threads[i](tallies[i]))) { IsBackground = true };
            thread.Start();
            return thread;
        }
    }

    private static Exception? Try(Action run)
    {
        try
        {
            run();
            return null;
        }
        catch (Exception e)
        {
            // The edge of a thread: it is told by the one that waits for it.
            return e;
        }
    }

    /// <summary>Reads the server's clock when measuring begins and when it ends.</summary>
    private ServerUse? Watch()
    {
        SleepUntil(schedule.MeasureFrom);
        ServerTime before = server?.ReadTime() ?? default;
        SleepUntil(schedule.End);
        if (server is null)
            return null;

        return new ServerUse(server.ReadTime() - before, server.ReadResidentMebibytes());
    }

    private void SleepUntil(long timestamp)
    {
        TimeSpan left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), timestamp);
        if (left > TimeSpan.Zero)
            Thread.Sleep(left);
    }

    private bool Report(string unit, Tally[] tallies, ServerUse? use)
    {
        var total = new Tally();
        foreach (Tally tally in tallies)
            total.Add(tally);

        var report = new LoadReport(output);
        report.Print(unit, total, schedule.Seconds);
        if (use is { } used)
            report.PrintServer(used, total, schedule.Seconds);

        bool isRight = total is { Wrong: 0, Lost: 0, Right: > 0 };
        if (!isRight)
            error.WriteLine($"loadgenerator: {total.Wrong} wrong, {total.Lost} lost. {total.DescribeMistakes()}");

        return isRight;
    }
}
