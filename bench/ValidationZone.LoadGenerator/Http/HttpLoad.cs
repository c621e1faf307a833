using System.Diagnostics;
using System.Net;
using ValidationZone.LoadGenerator.Interop;
using ValidationZone.LoadGenerator.Measuring;
using ValidationZone.LoadGenerator.Synthetic;

namespace ValidationZone.LoadGenerator.Http;

/// <summary>Requests over many connections, all of them served by one thread.</summary>
/// <remarks>
/// Not a thread for each: a server would pay with every reply for waking one up, which a client at the other end of a
/// network never costs it, and the load for a share of the processor that other loads need.
/// </remarks>
internal sealed class HttpLoad(
    IPEndPoint server, HttpExchange exchange, HttpRequestWriter writer, LoadSchedule schedule)
{
    private const int LongestRequest = 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(100);

    /// <summary>How many connections, each with one request on its way at most.</summary>
    internal int Connections { get; init; } = 1;

    /// <summary>Looks in DNS whether what was published is served; <see langword="null"/> for not looking.</summary>
    internal Func<VisibilityCheck>? NewVisibilityCheck { get; init; }

    /// <summary>Runs until the schedule ends, and then takes what is still to come.</summary>
    internal void Run(Tally tally)
    {
        var connections = new List<HttpConnection>();
        using VisibilityCheck? visibility = NewVisibilityCheck?.Invoke();
        try
        {
            while (connections.Count < Connections)
                connections.Add(new HttpConnection(server));

            using var wait = new ReadinessWait([.. connections.Select(one => one.Descriptor)]);
            Run(wait, connections, visibility, tally);
        }
        finally
        {
            connections.ForEach(one => one.Dispose());
        }
    }

    private void Run(
        ReadinessWait wait, List<HttpConnection> connections, VisibilityCheck? visibility, Tally tally)
    {
        var free = new Stack<HttpConnection>(connections);
        long number = 0;
        bool isMeasuring = false;
        while (true)
        {
            long now = Stopwatch.GetTimestamp();
            if (!isMeasuring && now >= schedule.MeasureFrom)
            {
                tally.StartMeasuring();
                isMeasuring = true;
            }

            while (free.Count > 0 && DueTime(number, now) <= now && now < schedule.End)
                Ask(free.Pop(), number, DueTime(number++, now));

            if (now >= schedule.End && free.Count == connections.Count)
                return;

            int ready = wait.For(UntilNext(number, now, free.Count > 0));
            for (int at = 0; at < ready; at++)
            {
                HttpConnection connection = connections[wait.Ready(at)];
                if (!connection.Receive())
                    continue;

                Count(connection, visibility, tally);
                free.Push(connection);
            }

            if (ready == 0 && connections.Exists(one => !free.Contains(one) && one.Waited > Patience))
                throw new IOException($"HTTP {server}: no reply for {Patience.TotalSeconds} seconds");
        }
    }

    /// <summary>With a rate, each request has its time; it is late from then on, also when no connection was free.</summary>
    private long DueTime(long number, long now) =>
        schedule.Rate > 0 ? schedule.Start + (long)(number * (Stopwatch.Frequency / schedule.Rate)) : now;

    private TimeSpan UntilNext(long number, long now, bool isFree)
    {
        if (!isFree || now >= schedule.End)
            return LongestWait;

        TimeSpan until = Stopwatch.GetElapsedTime(now, Math.Min(DueTime(number, now), schedule.End));
        return until < LongestWait ? until : LongestWait;
    }

    private void Ask(HttpConnection connection, long number, long due)
    {
        Span<byte> request = stackalloc byte[LongestRequest];
        connection.Send(number, due, request[..writer.Write(exchange, number, request)]);
    }

    private void Count(HttpConnection connection, VisibilityCheck? visibility, Tally tally)
    {
        long ticks = Stopwatch.GetTimestamp() - connection.Due;
        long number = connection.Number;
        Finding finding = writer.Check(exchange, number, connection.Status, connection.Body);
        if (finding == Finding.Right && visibility?.IsServed(writer.Index(number), writer.Value(number)) == false)
            finding = Finding.NotVisible;

        // What ends after the end would make the rate look better than it is.
        if (finding != Finding.Right || connection.Due + ticks <= schedule.End)
            tally.Add(finding, ticks, connection.Body.Length);
    }
}
