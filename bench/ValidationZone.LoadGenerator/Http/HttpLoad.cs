using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ValidationZone.LoadGenerator.Measuring;
using ValidationZone.LoadGenerator.Synthetic;

namespace ValidationZone.LoadGenerator.Http;

/// <summary>Requests over many connections, one thread each, which take turns with the numbers of requests.</summary>
internal sealed class HttpLoad(
    IPEndPoint server, HttpExchange exchange, HttpRequestWriter writer, LoadSchedule schedule)
{
    private const int LongestRequest = 1024;

    private long _taken = -1;

    /// <summary>Looks in DNS whether what was published is served; <see langword="null"/> for not looking.</summary>
    internal Func<VisibilityCheck>? NewVisibilityCheck { get; init; }

    /// <summary>Runs one connection until the schedule ends.</summary>
    internal void Run(Tally tally)
    {
        using var connection = new HttpConnection(server);
        using VisibilityCheck? visibility = NewVisibilityCheck?.Invoke();
        Span<byte> request = stackalloc byte[LongestRequest];
        bool isMeasuring = false;
        while (true)
        {
            long number = Interlocked.Increment(ref _taken);
            long due = WaitForTurn(number);
            if (due >= schedule.End)
                return;

            if (!isMeasuring && due >= schedule.MeasureFrom)
            {
                tally.StartMeasuring();
                isMeasuring = true;
            }

            int length = writer.Write(exchange, number, request);
            Exchange(connection, visibility, number, due, request[..length], tally);
        }
    }

    private void Exchange(
        HttpConnection connection,
        VisibilityCheck? visibility,
        long number,
        long due,
        ReadOnlySpan<byte> request,
        Tally tally)
    {
        int status = connection.Exchange(request);
        long ticks = Stopwatch.GetTimestamp() - due;
        Finding finding = writer.Check(exchange, number, status, connection.Body);
        if (finding == Finding.Right && visibility?.IsServed(writer.Index(number), writer.Value(number)) == false)
            finding = Finding.NotVisible;

        // What ends after the end would make the rate look better than it is.
        if (finding != Finding.Right || due + ticks <= schedule.End)
            tally.Add(finding, ticks, connection.Body.Length);
    }

    /// <summary>
    /// With a rate, each request has its time; it is late from then on, also when no connection was free.
    /// </summary>
    private long WaitForTurn(long number)
    {
        long now = Stopwatch.GetTimestamp();
        if (schedule.Rate <= 0)
            return now;

        long due = schedule.Start + (long)(number * (Stopwatch.Frequency / schedule.Rate));
        long until = Math.Min(due, schedule.End);
        if (until > now)
            Thread.Sleep(Stopwatch.GetElapsedTime(now, until));

        return due;
    }
}
