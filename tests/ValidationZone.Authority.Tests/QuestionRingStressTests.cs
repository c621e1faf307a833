using System.Diagnostics;
using ValidationZone.Authority.Answering;
using ValidationZone.Tests.Support;

namespace ValidationZone.Authority.Tests;

/// <summary>Several threads that answer into one ring and one that takes, with a checker.</summary>
public sealed class QuestionRingStressTests
{
    private const int Writers = 3;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly QuestionRing _ring = new();
    private readonly AZone _zone = AZone.Loaded(clock: new CountingClock());
    private int _taken;

    [Fact]
    public async Task Every_sample_is_whole_and_taken_once_or_counted_as_dropped()
    {
        for (int writer = 0; writer < Writers; writer++)
            Prepare(writer);

        var watch = Stopwatch.StartNew();
        Task<int>[] asking = [.. Enumerable.Range(0, Writers).Select(writer => Start(() => Ask(writer, watch)))];
        Task<int> taking = Start(() => TakeUntil(Task.WhenAll(asking)));
        int asked = (await Task.WhenAll(asking)).Sum();

        Assert.Equal(asked - _ring.Dropped, await taking);
        Assert.True(HasGoneRound, "the ring must have gone round");
    }

    private bool HasGoneRound => Volatile.Read(ref _taken) > QuestionRing.Capacity;

    /// <summary>On a thread of its own: the pool's are as few as the processors, and all must run at once.</summary>
    private static Task<int> Start(Func<int> run) => Task.Factory.StartNew(
        run, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static string Name(int writer) => $"writer{writer}." + AZone.Apex;

    /// <summary>As many values as the writer's number tells, so that a torn sample gives itself away.</summary>
    private void Prepare(int writer)
    {
        _zone.Publish(Name(writer), [.. Enumerable.Range(0, writer + 1).Select(value => $"{value:D43}")]);
        _zone.Watch(Name(writer));
    }

    private int Ask(int writer, Stopwatch watch)
    {
        var response = new byte[QueryAnswerer.UdpResponseCapacity];
        var counters = new QueryCounters();
        byte[] request = APacket.Asking(Name(writer), "TXT").ToOctets();
        byte[] address = [10, 0, 0, (byte)writer];
        while (watch.Elapsed < Duration || (!HasGoneRound && watch.Elapsed < Patience))
        {
            var context = new QueryContext(DnsTransport.Udp, counters) { ClientAddress = address, Samples = _ring };
            _zone.Answerer.Answer(request, response, context);
        }

        return (int)counters.Requests;
    }

    private int TakeUntil(Task end)
    {
        var latest = new long[Writers];
        bool isLastRound;
        do
        {
            // Read before the taking: what was added before the end must still be found.
            isLastRound = end.IsCompleted;
            while (_ring.TryTake(out QuestionSample sample))
            {
                Check(sample, latest);
                Volatile.Write(ref _taken, _taken + 1);
            }
        }
        while (!isLastRound);
        return _taken;
    }

    private static void Check(in QuestionSample sample, long[] latest)
    {
        int writer = (int)(sample.Client & 0xFF);
        byte digit = sample.Node.Name["writer".Length + 1];
        Assert.Equal((writer + 1, '0' + writer), (sample.Values, digit));

        // The clock never shows the same twice, so a sample that is taken twice, or out of its writer's order, is seen.
        Assert.True(sample.Timestamp > latest[writer]);
        latest[writer] = sample.Timestamp;
    }

    private sealed class CountingClock : TimeProvider
    {
        private long _timestamp;

        public override long GetTimestamp() => Interlocked.Increment(ref _timestamp);
    }
}
