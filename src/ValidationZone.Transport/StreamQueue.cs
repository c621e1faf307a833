namespace ValidationZone.Transport;

/// <summary>The streams that share one limit, so that the one idle longest is found quickly.</summary>
/// <remarks>Used under the lock of <see cref="StreamAdmission"/> only; <see cref="IsCrowded"/> needs no lock.</remarks>
internal sealed class StreamQueue(int limit)
{
    // Room above the limit for streams that are being closed: an eighth, so that memory keeps a bound.
    private readonly int _maxLeaving = (limit / 8) + 1;
    private readonly SortedSet<StreamPlace> _places = [];
    private int _count;
    private int _leaving;

    /// <summary>Whether three quarters of the places are taken, so that clients are to be quick.</summary>
    // Acquire: pairs with the write in NoteCount. A value that is a moment old does no harm.
    internal bool IsCrowded => 4L * Volatile.Read(ref _count) >= 3L * limit;

    internal bool IsFull => _places.Count >= limit;

    internal bool IsUnused => _places.Count == 0 && _leaving == 0;

    /// <summary>Whether one more may be closing while another takes its place.</summary>
    internal bool HasRoomForLeaving => _leaving < _maxLeaving;

    internal void Add(StreamPlace place)
    {
        place.IsQueued = _places.Add(place);
        NoteCount();
    }

    /// <summary>Takes a stream out that is told to leave, and is counted apart until it is gone.</summary>
    internal void BeginLeaving(StreamPlace place)
    {
        place.IsQueued = !_places.Remove(place);
        _leaving++;
        NoteCount();
    }

    /// <summary>Takes a stream out that is gone.</summary>
    internal void Remove(StreamPlace place)
    {
        if (place.IsQueued)
            _places.Remove(place);
        else
            _leaving--;

        NoteCount();
    }

    /// <summary>The stream whose last message is longest ago.</summary>
    /// <remarks>
    /// A message moves nothing here, which would cost every message a lock. A place may thus stand too far in front,
    /// and never too far behind: the first that is up to date is the oldest. Places are put right as they come up,
    /// each once for any number of messages.
    /// </remarks>
    internal StreamTicket FindOldest()
    {
        StreamPlace first = _places.Min!;
        // Bounded, should streams be active faster than this can look.
        for (int looks = _places.Count; looks > 0 && first.IsOutOfDate; looks--)
        {
            _places.Remove(first);
            first.Update();
            _places.Add(first);
            first = _places.Min!;
        }

        return first.Ticket;
    }

    private void NoteCount() => Volatile.Write(ref _count, _places.Count);
}
