using System.Net;

namespace ValidationZone.Transport;

/// <summary>Lets DNS streams in, and makes room when there are too many by ending the one idle longest.</summary>
/// <remarks>
/// <para>
/// Safe for any thread. Taken once for each connection; a message costs one write to memory and no lock.
/// </para>
/// <para>
/// A newcomer is let in at once, while the stream that it displaces is still being closed. There may be an eighth of
/// the limit of those; beyond it newcomers are refused, so that clients that cannot be got rid of have a bound too.
/// </para>
/// </remarks>
public sealed class StreamAdmission
{
    private readonly Lock _lock = new();
    private readonly StreamLimits _limits;
    private readonly TimeProvider _clock;
    private readonly StreamQueue _all;
    private readonly Dictionary<StreamPrefix, StreamQueue> _prefixes = [];
    private int _open;
    private int _mostOpen;
    private long _admitted;
    private long _displaced;
    private long _refused;

    /// <summary>Prepares to let streams in.</summary>
    /// <param name="limits">How many.</param>
    /// <param name="clock">The clock that the streams are served with.</param>
    public StreamAdmission(StreamLimits limits, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentNullException.ThrowIfNull(clock);
        _limits = limits;
        _clock = clock;
        _all = new StreamQueue(limits.Total);
    }

    /// <summary>How many streams are open, those that are being closed included.</summary>
    public int OpenCount => Volatile.Read(ref _open);

    /// <summary>How many streams have been ended to make room.</summary>
    public long DisplacedCount => Volatile.Read(ref _displaced);

    /// <summary>How many streams have not been let in.</summary>
    public long RefusedCount => Volatile.Read(ref _refused);

    /// <summary>How many prefixes are counted now.</summary>
    internal int PrefixCount
    {
        get
        {
            lock (_lock)
                return _prefixes.Count;
        }
    }

    /// <summary>The most streams that were open at once since this was last asked.</summary>
    public int TakeMostOpen()
    {
        lock (_lock)
        {
            int most = _mostOpen;
            _mostOpen = _open;
            return most;
        }
    }

    /// <summary>Lets a stream in.</summary>
    /// <param name="address">Whose it is; <see langword="null"/> when that is not known.</param>
    /// <returns>
    /// What the stream gives back at its end; <see langword="null"/> when it is to be closed at once.
    /// </returns>
    public StreamTicket? TryAdmit(IPAddress? address)
    {
        var prefix = StreamPrefix.Of(address);
        StreamTicket? ticket;
        StreamTicket? displaced;
        lock (_lock)
            ticket = Admit(prefix, out displaced);

        // Outside the lock: whoever waits for this may go on right here.
        displaced?.Displace();
        return ticket;
    }

    internal void Return(StreamTicket ticket)
    {
        lock (_lock)
        {
            StreamQueue ofPrefix = _prefixes[ticket.Prefix];
            _open--;
            _all.Remove(ticket.PlaceInAll);
            ofPrefix.Remove(ticket.PlaceInPrefix);
            // Or each prefix that ever came would stay in memory.
            if (ofPrefix.IsUnused)
                _prefixes.Remove(ticket.Prefix);
        }
    }

    private StreamTicket? Admit(StreamPrefix prefix, out StreamTicket? displaced)
    {
        StreamQueue ofPrefix = _prefixes.GetValueOrDefault(prefix) ?? new StreamQueue(_limits.PerPrefix);
        if (!TryMakeRoom(ofPrefix, out displaced))
        {
            _refused++;
            return null;
        }

        var ticket = new StreamTicket(this, _all, ofPrefix, _admitted++, _clock.GetTimestamp()) { Prefix = prefix };
        _all.Add(ticket.PlaceInAll);
        ofPrefix.Add(ticket.PlaceInPrefix);
        _prefixes[prefix] = ofPrefix;
        _mostOpen = Math.Max(_mostOpen, ++_open);
        return ticket;
    }

    private bool TryMakeRoom(StreamQueue ofPrefix, out StreamTicket? displaced)
    {
        displaced = null;
        // A prefix at its own limit pays with its own streams and never with those of others.
        StreamQueue? full = ofPrefix.IsFull ? ofPrefix : _all.IsFull ? _all : null;
        if (full is null)
            return true;

        if (!full.HasRoomForLeaving || !_all.HasRoomForLeaving)
            return false;

        displaced = full.FindOldest();
        _all.BeginLeaving(displaced.PlaceInAll);
        _prefixes[displaced.Prefix].BeginLeaving(displaced.PlaceInPrefix);
        _displaced++;
        return true;
    }
}
