using System.Diagnostics;
using System.Net;
using ValidationZone.LoadGenerator.Measuring;
using ValidationZone.LoadGenerator.Synthetic;

namespace ValidationZone.LoadGenerator.Udp;

/// <summary>Asks over one UDP socket: as fast as replies come, or at a rate whatever comes.</summary>
internal sealed class UdpLoad(IPEndPoint server, QuestionCycle cycle, int window, LoadSchedule schedule)
{
    /// <summary>The share of the rate that this thread has to make.</summary>
    internal double Rate { get; init; }

    /// <summary>Runs until the schedule ends, and then takes what is still to come.</summary>
    internal void Run(Tally tally)
    {
        var pending = new PendingQuestions(cycle, window, tally, schedule.Patience);
        using var session = new UdpSession(server, cycle, pending);
        RunUntil(session, pending, schedule.MeasureFrom);
        tally.StartMeasuring();
        RunUntil(session, pending, schedule.End);

        // Replies after the end say whether anything was lost; they must not make the rate look better.
        tally.StopMeasuring();
        while (!pending.IsEmpty)
            session.Take(isWaiting: true);
    }

    private void RunUntil(UdpSession session, PendingQuestions pending, long end)
    {
        if (Rate > 0)
            RunAtRate(session, pending, end);
        else
            RunClosed(session, pending, end);
    }

    /// <summary>Always the same number of questions wait: the server is asked as fast as it answers.</summary>
    private static void RunClosed(UdpSession session, PendingQuestions pending, long end)
    {
        long now = Stopwatch.GetTimestamp();
        while (now < end)
        {
            while (session.HasRoom)
                session.Ask(now);

            session.Flush();
            session.Take(isWaiting: true);
            now = Stopwatch.GetTimestamp();
            pending.GiveUpSome(now);
        }
    }

    /// <summary>
    /// Each question has its time, and its reply is late from then on, also when it could not be asked in time.
    /// </summary>
    private void RunAtRate(UdpSession session, PendingQuestions pending, long end)
    {
        double interval = Stopwatch.Frequency / Rate;
        long begin = Stopwatch.GetTimestamp();
        long asked = 0;
        long now = begin;
        while (now < end)
        {
            long due = begin + (long)(asked * interval);
            while (due <= now && session.HasRoom)
            {
                session.Ask(due);
                due = begin + (long)(++asked * interval);
            }

            session.Flush();
            if (session.Take(isWaiting: false) == 0)
                session.WaitUntil(Math.Min(due, end));

            now = Stopwatch.GetTimestamp();
            pending.GiveUpSome(now);
        }
    }
}
