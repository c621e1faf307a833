using ValidationZone.Authority.Answering;

namespace ValidationZone.Accounts.Timeline;

/// <summary>Carries samples of questions from the threads that answer into the book.</summary>
public sealed class QuestionCollector(TimelineBook book, TimeProvider clock)
{
    /// <summary>How long a question takes to be seen in a timeline, at most.</summary>
    // A thousand samples fit into a ring: ten thousand questions a second for each socket before some are left out.
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    // For the list of rings, which listeners add to while they start.
    private readonly Lock _lock = new();
    private readonly List<QuestionRing> _rings = [];

    /// <summary>How many questions about watched names found no room and are in no timeline.</summary>
    public long Dropped => Rings().Sum(ring => ring.Dropped);

    /// <summary>Makes a ring that is collected from, for one socket or for all streams.</summary>
    public QuestionRing NewRing()
    {
        var ring = new QuestionRing();
        lock (_lock)
            _rings.Add(ring);

        return ring;
    }

    /// <summary>Collects until cancelled; run once at a time.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false))
            Collect();
    }

    /// <summary>Takes what is in the rings now.</summary>
    internal void Collect()
    {
        foreach (QuestionRing ring in Rings())
        {
            // No more than fit, so that a socket under a flood does not keep the others waiting.
            for (int i = 0; i < QuestionRing.Capacity && ring.TryTake(out QuestionSample sample); i++)
                book.NoteQuestion(sample);
        }
    }

    private QuestionRing[] Rings()
    {
        lock (_lock)
            return [.. _rings];
    }
}
