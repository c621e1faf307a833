namespace ValidationZone.Transport;

/// <summary>A stream's right to be open, from <see cref="StreamAdmission"/>; given back when it is closed.</summary>
/// <remarks>Safe for any thread.</remarks>
public sealed class StreamTicket : IDisposable
{
    private readonly StreamAdmission _admission;
    private readonly StreamQueue _all;
    private readonly StreamQueue _ofPrefix;

    // Never disposed of: it holds no timer and no handle, and whoever displaces may come a moment after the end.
    private readonly CancellationTokenSource _displaced = new();
    private long _lastActive;
    private int _isReturned;

    internal StreamTicket(StreamAdmission admission, StreamQueue all, StreamQueue ofPrefix, long number, long now)
    {
        _admission = admission;
        _all = all;
        _ofPrefix = ofPrefix;
        _lastActive = now;
        Number = number;
        PlaceInAll = new StreamPlace(this);
        PlaceInPrefix = new StreamPlace(this);
    }

    /// <summary>Raised when the stream is to end because another one needs its place.</summary>
    public CancellationToken Displaced => _displaced.Token;

    /// <summary>Whether places are so short, in total or in this prefix, that the client is to be quick.</summary>
    public bool IsCrowded => _all.IsCrowded || _ofPrefix.IsCrowded;

    internal StreamPrefix Prefix { get; init; }

    /// <summary>How many streams were let in before.</summary>
    internal long Number { get; }

    internal StreamPlace PlaceInAll { get; }

    internal StreamPlace PlaceInPrefix { get; }

    /// <summary>When the last message was complete, as a timestamp of the clock.</summary>
    // Acquire: pairs with the release in Touch, which the stream's own loop calls.
    internal long LastActive => Volatile.Read(ref _lastActive);

    /// <summary>Gives the place back. The connection is closed, or the caller is about to give up on it.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isReturned, 1) == 0)
            _admission.Return(this);
    }

    internal void Touch(long timestamp) => Volatile.Write(ref _lastActive, timestamp);

    internal void Displace() => _displaced.Cancel();
}
