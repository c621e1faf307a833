namespace ValidationZone.Authority.Answering;

/// <summary>Samples on their way from who answers to who collects them; what finds no room is counted.</summary>
/// <remarks>
/// Any number of threads add, one takes. Nobody waits: who adds makes a few attempts at most. Memory is fixed.
/// </remarks>
public sealed class QuestionRing
{
    /// <summary>How many samples there is room for; a power of two.</summary>
    public const int Capacity = 1024;

    // Only threads that answer streams ever meet here, and rarely: this many lost races are a flood.
    private const int MostAttempts = 4;

    private readonly Slot[] _slots = new Slot[Capacity];
    private long _nextToAdd;
    private long _nextToTake;
    private long _dropped;

    /// <summary>Makes an empty ring.</summary>
    public QuestionRing()
    {
        for (int at = 0; at < Capacity; at++)
            _slots[at].Turn = at;
    }

    /// <summary>How many samples found no room.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Takes the oldest sample; called by one thread at a time.</summary>
    public bool TryTake(out QuestionSample sample)
    {
        sample = default;
        ref Slot slot = ref _slots[_nextToTake & (Capacity - 1)];

        // Acquire: pairs with the release in Add; the sample is complete before its turn is seen.
        if (Volatile.Read(ref slot.Turn) != _nextToTake + 1)
            return false;

        sample = slot.Sample;
        // A node that was removed from the table must not live on here.
        slot.Sample = default;

        // Release: pairs with the acquire in Add; the slot is empty before somebody fills it again.
        Volatile.Write(ref slot.Turn, _nextToTake + Capacity);
        _nextToTake++;
        return true;
    }

    internal void Add(in QuestionSample sample)
    {
        for (int attempt = 0; attempt < MostAttempts; attempt++)
        {
            // Acquire, both: who lost a race must see the winner's number, and a slot that was emptied.
            long place = Volatile.Read(ref _nextToAdd);
            ref Slot slot = ref _slots[place & (Capacity - 1)];
            long turn = Volatile.Read(ref slot.Turn);
            if (turn < place)
                break;

            // A later turn means that another thread was here first.
            if (turn != place || Interlocked.CompareExchange(ref _nextToAdd, place + 1, place) != place)
                continue;

            slot.Sample = sample;

            // Release: pairs with the acquire in TryTake.
            Volatile.Write(ref slot.Turn, place + 1);
            return;
        }

        Interlocked.Increment(ref _dropped);
    }

    private struct Slot
    {
        /// <summary>
        /// The place of who may add here, one more for who may take, and a round more for who adds next.
        /// </summary>
        internal long Turn;

        internal QuestionSample Sample;
    }
}
