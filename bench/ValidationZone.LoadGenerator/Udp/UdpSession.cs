using System.Diagnostics;
using System.Net;
using ValidationZone.LoadGenerator.Interop;
using ValidationZone.LoadGenerator.Measuring;
using ValidationZone.LoadGenerator.Synthetic;

namespace ValidationZone.LoadGenerator.Udp;

/// <summary>Asks and takes replies over one UDP socket; for one thread.</summary>
internal sealed class UdpSession(IPEndPoint server, QuestionCycle cycle, PendingQuestions pending) : IDisposable
{
    private readonly UdpChannel _channel = new(server);

    /// <summary>Whether another question may be asked now.</summary>
    internal bool HasRoom => pending.HasRoom && _channel.HasRoom;

    /// <summary>Prepares the next question, and counts its time from <paramref name="askedAt"/>.</summary>
    internal unsafe void Ask(long askedAt)
    {
        int question = pending.Add(askedAt);

        // SAFETY: the octets are the cycle's own, and only this thread uses it. The kernel copies them in Flush, which
        // comes before the same question can be asked again because a cycle is longer than what one call sends.
        _channel.Queue(cycle.Start(question), cycle.Length(question));
    }

    /// <summary>Sends what was prepared.</summary>
    internal void Flush() => _channel.Flush();

    /// <summary>Takes and checks the replies that are there.</summary>
    /// <param name="isWaiting">Whether to wait for the first, up to a tenth of a second.</param>
    /// <returns>How many there were.</returns>
    internal int Take(bool isWaiting)
    {
        int count = _channel.Receive(isWaiting);
        long now = Stopwatch.GetTimestamp();
        for (int i = 0; i < count; i++)
            pending.Complete(_channel.Reply(i), now);

        if (count == 0)
            pending.GiveUpAll(now);

        return count;
    }

    /// <summary>Waits until something arrives, or until a time.</summary>
    internal void WaitUntil(long timestamp) =>
        _channel.Wait((long)Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), timestamp).TotalNanoseconds);

    /// <inheritdoc/>
    public void Dispose() => _channel.Dispose();
}
