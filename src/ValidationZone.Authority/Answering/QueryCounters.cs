using System.Runtime.InteropServices;
using ValidationZone.Wire;

namespace ValidationZone.Authority.Answering;

/// <summary>What one listener thread has counted; metrics read the sum over all threads.</summary>
/// <remarks>
/// One thread writes, any thread may read and may see a value that is a moment old. No atomics: a counter that
/// several threads increment would move a cache line between cores for each packet.
/// </remarks>
public sealed class QueryCounters
{
    private Cells _cells;

    /// <summary>Requests taken in, silence included.</summary>
    public long Requests => Volatile.Read(ref _cells.Requests);

    /// <summary>Requests left without a reply: shorter than a header, or themselves responses.</summary>
    public long Ignored => Volatile.Read(ref _cells.Ignored);

    /// <summary>Replies with at least one record in the answer section, or with TC instead of it.</summary>
    public long Positive => Volatile.Read(ref _cells.Positive);

    /// <summary>Replies that say the name exists and the type does not.</summary>
    public long NoData => Volatile.Read(ref _cells.NoData);

    /// <summary>Replies that say the name does not exist.</summary>
    public long NxDomain => Volatile.Read(ref _cells.NxDomain);

    /// <summary>REFUSED replies.</summary>
    public long Refused => Volatile.Read(ref _cells.Refused);

    /// <summary>FORMERR, NOTIMP and BADVERS replies.</summary>
    public long Rejected => Volatile.Read(ref _cells.Rejected);

    /// <summary>SERVFAIL replies, among them those for exceptions.</summary>
    public long ServFail => Volatile.Read(ref _cells.ServFail);

    /// <summary>Replies cut short with TC set.</summary>
    public long Truncated => Volatile.Read(ref _cells.Truncated);

    /// <summary>Replies cut short or turned into a request for a cookie because their prefix got too many.</summary>
    public long Limited => Volatile.Read(ref _cells.Limited);

    /// <summary>Replies not sent at all because their prefix got too many.</summary>
    public long Dropped => Volatile.Read(ref _cells.Dropped);

    /// <summary>Exceptions that reached a listener's loop; each is a bug.</summary>
    public long Faults => Volatile.Read(ref _cells.Faults);

    /// <summary>Counts an exception that reached a listener's loop.</summary>
    // Plain increments throughout, as the thread that counts is the only writer; nothing is published through them.
    public void CountFault() => _cells.Faults++;

    /// <summary>Adds what another block has counted so far, to make a sum.</summary>
    public void Add(QueryCounters other)
    {
        // The other block's thread goes on counting meanwhile: each number is right for a moment near now.
        ArgumentNullException.ThrowIfNull(other);
        _cells.Requests += other.Requests;
        _cells.Ignored += other.Ignored;
        _cells.Positive += other.Positive;
        _cells.NoData += other.NoData;
        _cells.NxDomain += other.NxDomain;
        _cells.Refused += other.Refused;
        _cells.Rejected += other.Rejected;
        _cells.ServFail += other.ServFail;
        _cells.Truncated += other.Truncated;
        _cells.Faults += other.Faults;
        _cells.Limited += other.Limited;
        _cells.Dropped += other.Dropped;
    }

    internal void CountRequest() => _cells.Requests++;

    internal void CountIgnored() => _cells.Ignored++;

    internal void CountTruncated() => _cells.Truncated++;

    internal void CountLimited() => _cells.Limited++;

    internal void CountDropped() => _cells.Dropped++;

    internal void CountReply(Rcode rcode, bool hasAnswer)
    {
        switch (rcode)
        {
            case Rcode.NoError when hasAnswer: _cells.Positive++; break;
            case Rcode.NoError: _cells.NoData++; break;
            case Rcode.NxDomain: _cells.NxDomain++; break;
            case Rcode.Refused: _cells.Refused++; break;
            case Rcode.ServFail: _cells.ServFail++; break;
            default: _cells.Rejected++; break;
        }
    }

    // The padding keeps two threads' counters out of one cache line, whatever the allocator puts side by side. 64
    // octets in front and 112 behind: processors fetch lines of 64 in pairs.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Cells
    {
        [FieldOffset(64)]
        internal long Requests;

        [FieldOffset(72)]
        internal long Ignored;

        [FieldOffset(80)]
        internal long Positive;

        [FieldOffset(88)]
        internal long NoData;

        [FieldOffset(96)]
        internal long NxDomain;

        [FieldOffset(104)]
        internal long Refused;

        [FieldOffset(112)]
        internal long Rejected;

        [FieldOffset(120)]
        internal long ServFail;

        [FieldOffset(128)]
        internal long Truncated;

        [FieldOffset(136)]
        internal long Faults;

        [FieldOffset(144)]
        internal long Limited;

        [FieldOffset(152)]
        internal long Dropped;
    }
}
