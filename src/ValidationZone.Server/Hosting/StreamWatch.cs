using ValidationZone.Transport;

namespace ValidationZone.Server.Hosting;

/// <summary>Looks after DNS streams from afar: says when there were too many, and cleans up after many have left.</summary>
internal sealed class StreamWatch(StreamAdmission admission, ILogger log, TimeProvider clock)
{
    private const int Many = 256;

    // What one collection frees, the next gives back to the system; buffers in the shared pool take one more.
    private const int Collections = 3;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);
    private (long Displaced, long Refused) _known;
    private int _most;

    /// <summary>Watches until cancelled.</summary>
    internal async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Period, clock);
        int collections = 0;
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            LogCrowding();
            if (HaveManyLeft(admission.TakeMostOpen(), admission.OpenCount))
                collections = Collections;

            if (collections > 0)
            {
                collections--;
                CollectGarbage();
            }
        }
    }

    /// <summary>Whether most streams of a large number are gone since this was last true.</summary>
    /// <param name="most">The most that were open at once since the last call.</param>
    /// <param name="open">How many are open now.</param>
    internal bool HaveManyLeft(int most, int open)
    {
        _most = Math.Max(_most, most);
        bool haveLeft = _most - open >= Many && open <= _most / 2;
        if (haveLeft)
            _most = open;

        return haveLeft;
    }

    // A quiet server allocates next to nothing, so that nothing else would make the collector look for a long time,
    // and the memory of the streams would stay in use. In the background: answers are not held up.
    private static void CollectGarbage() =>
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false, compacting: false);

    private void LogCrowding()
    {
        // A line for many: whoever can fill the places can do so thousands of times a second.
        (long displaced, long refused) = (admission.DisplacedCount, admission.RefusedCount);
        if ((displaced, refused) != _known)
            Log.StreamsCrowded(log, displaced - _known.Displaced, refused - _known.Refused);

        _known = (displaced, refused);
    }
}
