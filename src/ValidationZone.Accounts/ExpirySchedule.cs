using System.Threading.Channels;

namespace ValidationZone.Accounts;

/// <summary>
/// Which subdomain has a value that expires next: one queue, at most one valid entry for each subdomain.
/// </summary>
/// <remarks>
/// An entry that a later, earlier one has replaced stays in the queue and is left out when its turn comes. All but
/// <see cref="Earlier"/> belongs to the directory's writer.
/// </remarks>
internal sealed class ExpirySchedule
{
    private readonly PriorityQueue<SubdomainState, long> _queue = new();
    private readonly Channel<bool> _earlier = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Receives something whenever the next due time has become earlier.</summary>
    internal ChannelReader<bool> Earlier => _earlier.Reader;

    /// <summary>How many entries there are, the replaced ones too.</summary>
    internal int Count => _queue.Count;

    /// <summary>When to look again, in milliseconds since 1970; <see cref="long.MaxValue"/> for never.</summary>
    internal long NextDue => _queue.TryPeek(out _, out long due) ? due : long.MaxValue;

    /// <summary>Sees to it that a subdomain's turn comes when its first value expires.</summary>
    internal void Add(SubdomainState state)
    {
        long due = state.Values.EarliestExpiry;

        // An entry that comes too early does no harm: nothing has expired then, and the next one is made. So a refresh,
        // which only moves the expiry back, costs nothing here.
        if (due >= state.ScheduledFor)
            return;

        bool isEarlier = due < NextDue;
        state.ScheduledFor = due;
        _queue.Enqueue(state, due);
        if (isEarlier)
            _earlier.Writer.TryWrite(true);
    }

    /// <summary>Sees to it that a subdomain's turn does not come; its entry counts as replaced.</summary>
    internal static void Forget(SubdomainState state) => state.ScheduledFor = long.MaxValue;

    /// <summary>Takes the next subdomain whose time has come.</summary>
    internal SubdomainState? TakeDue(long now)
    {
        while (_queue.TryPeek(out SubdomainState? state, out long due) && due <= now)
        {
            _queue.Dequeue();

            // Replaced by an earlier entry, which was taken before this one.
            if (state.ScheduledFor != due)
                continue;

            state.ScheduledFor = long.MaxValue;
            return state;
        }

        return null;
    }

    /// <summary>Leaves the replaced entries behind.</summary>
    internal void Rebuild(IEnumerable<SubdomainState> states)
    {
        _queue.Clear();
        foreach (SubdomainState state in states)
        {
            state.ScheduledFor = long.MaxValue;
            Add(state);
        }
    }
}
