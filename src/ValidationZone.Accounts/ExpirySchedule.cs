using System.Threading.Channels;

namespace ValidationZone.Accounts;

/// <summary>
/// Which subdomain has a value that expires next: a heap of those that have one, the first to expire on top.
/// </summary>
/// <remarks>
/// Each state knows its place, so that an entry is a reference, eight bytes, and can be moved or taken out. All but
/// <see cref="Earlier"/> belongs to the directory's writer. Turns come on whole seconds, at most one after the expiry.
/// </remarks>
internal sealed class ExpirySchedule
{
    private const long MillisecondsInASecond = 1000;

    private readonly List<SubdomainState> _heap = [];
    private readonly Channel<bool> _earlier = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Receives something whenever the next due time has become earlier.</summary>
    internal ChannelReader<bool> Earlier => _earlier.Reader;

    /// <summary>How many subdomains wait for their turn.</summary>
    internal int Count => _heap.Count;

    /// <summary>When to look again, in milliseconds since 1970; <see cref="long.MaxValue"/> for never.</summary>
    internal long NextDue => _heap.Count > 0 ? _heap[0].ScheduledFor * MillisecondsInASecond : long.MaxValue;

    /// <summary>Sees to it that a subdomain's turn comes when its first value expires.</summary>
    internal void Add(SubdomainState state)
    {
        // A turn that comes too early does no harm: nothing has expired then, and the next one is set. So a refresh,
        // which only moves the expiry back, costs nothing here.
        uint due = SecondAfter(state.Values.EarliestExpiry);
        if (state.Values.IsEmpty || (state.IsScheduled && due >= state.ScheduledFor))
            return;

        bool isEarlier = due * MillisecondsInASecond < NextDue;
        state.ScheduledFor = due;
        if (!state.IsScheduled)
            Append(state);

        MoveUp(state);
        if (isEarlier)
            _earlier.Writer.TryWrite(true);
    }

    /// <summary>Sees to it that a subdomain's turn does not come.</summary>
    internal void Forget(SubdomainState state)
    {
        if (!state.IsScheduled)
            return;

        // The last one takes the place, and from there goes where it belongs, up or down.
        SubdomainState last = _heap[^1];
        _heap.RemoveAt(_heap.Count - 1);
        int place = state.SchedulePlace;
        state.SchedulePlace = SubdomainState.NotScheduled;
        if (ReferenceEquals(last, state))
            return;

        Put(last, place);
        MoveUp(last);
        MoveDown(last);
    }

    /// <summary>Takes the next subdomain whose time has come.</summary>
    internal SubdomainState? TakeDue(long now)
    {
        if (NextDue > now || _heap.Count == 0)
            return null;

        SubdomainState state = _heap[0];
        Forget(state);
        return state;
    }

    /// <summary>The first whole second at which a value has expired.</summary>
    // Never before it: nothing would have expired, and the next turn would be the same second again.
    private static uint SecondAfter(long expiry) =>
        (uint)Math.Min((expiry + MillisecondsInASecond - 1) / MillisecondsInASecond, uint.MaxValue);

    private void Append(SubdomainState state)
    {
        state.SchedulePlace = _heap.Count;
        _heap.Add(state);
    }

    private void Put(SubdomainState state, int place)
    {
        _heap[place] = state;
        state.SchedulePlace = place;
    }

    private void MoveUp(SubdomainState state)
    {
        int place = state.SchedulePlace;
        while (place > 0 && _heap[(place - 1) / 2] is var parent && parent.ScheduledFor > state.ScheduledFor)
        {
            Put(parent, place);
            place = (place - 1) / 2;
        }

        Put(state, place);
    }

    private void MoveDown(SubdomainState state)
    {
        int place = state.SchedulePlace;
        while (EarlierChild(place) is { } child && child.ScheduledFor < state.ScheduledFor)
        {
            int freed = child.SchedulePlace;
            Put(child, place);
            place = freed;
        }

        Put(state, place);
    }

    private SubdomainState? EarlierChild(int place)
    {
        int left = (2 * place) + 1;
        if (left >= _heap.Count)
            return null;

        bool isRight = left + 1 < _heap.Count && _heap[left + 1].ScheduledFor < _heap[left].ScheduledFor;
        return _heap[isRight ? left + 1 : left];
    }
}
