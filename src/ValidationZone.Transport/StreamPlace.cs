namespace ValidationZone.Transport;

/// <summary>A stream's place in a <see cref="StreamQueue"/>, ordered by when it was last seen to be active.</summary>
/// <param name="ticket">Whose place it is.</param>
internal sealed class StreamPlace(StreamTicket ticket) : IComparable<StreamPlace>
{
    private long _activeWhenSeen = ticket.LastActive;

    internal StreamTicket Ticket { get; } = ticket;

    /// <summary>Whether the place stands in a queue; one without has been told to leave.</summary>
    internal bool IsQueued { get; set; }

    /// <summary>Whether the stream has had a message since it was last seen, so that it stands too far in front.</summary>
    internal bool IsOutOfDate => Ticket.LastActive != _activeWhenSeen;

    /// <summary>Takes the stream's activity over; only while the place stands in no queue, whose order it changes.</summary>
    internal void Update() => _activeWhenSeen = Ticket.LastActive;

    /// <inheritdoc/>
    public int CompareTo(StreamPlace? other)
    {
        if (other is null)
            return 1;

        int byTime = _activeWhenSeen.CompareTo(other._activeWhenSeen);
        return byTime != 0 ? byTime : Ticket.Number.CompareTo(other.Ticket.Number);
    }
}
