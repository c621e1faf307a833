using ValidationZone.Authority.Zone;
using ValidationZone.Wire;

namespace ValidationZone.Authority.Answering;

/// <summary>Fetches what a batch of questions will need from memory, before they are answered one by one.</summary>
/// <remarks>
/// <para>
/// In a large table each answer waits for memory three times, one after the other: for the slot, for the node, and for
/// the RRset. Read for all questions of a batch side by side, the processor waits for many of them at once. That is worth
/// more than reading each name twice costs.
/// </para>
/// <para>It reads and decides nothing: an answer does not depend on it. Belongs to one thread; allocates nothing.</para>
/// </remarks>
public sealed class LookAhead
{
    private readonly ServedZone _zone;
    private readonly ZoneNode?[] _nodes;
    private readonly byte[] _folded = new byte[DomainName.MaxLengthInOctets];
    private int _count;
    private long _seen;

    internal LookAhead(ServedZone zone, int capacity)
    {
        _zone = zone;
        _nodes = new ZoneNode?[capacity];
    }

    /// <summary>Takes a question in. More than the capacity are passed over until <see cref="Fetch"/>.</summary>
    public void Add(ReadOnlySpan<byte> request)
    {
        // Not parsed: where there is no name in the usual place, whatever is found there does no harm.
        if (_count == _nodes.Length
            || request.Length <= MessageHeader.LengthInOctets
            || !NameReader.TryMeasure(request[MessageHeader.LengthInOctets..], out int length)
            || length <= _zone.Apex.Wire.Length)
            return;

        ReadOnlySpan<byte> name = request.Slice(MessageHeader.LengthInOctets, length - _zone.Apex.Wire.Length);
        NameReader.FoldCase(name, _folded);
        _nodes[_count++] = _zone.Table.Peek(_folded.AsSpan(0, name.Length));
    }

    /// <summary>Waits for the memory of all questions taken in since the last time.</summary>
    public void Fetch()
    {
        // In steps over all, and no branch on what was read: so the reads of a step do not wait for each other.
        long seen = 0;
        ReadOnlySpan<ZoneNode?> nodes = _nodes.AsSpan(0, _count);
        foreach (ZoneNode? node in nodes)
            seen += node?.Hash ?? 0;

        foreach (ZoneNode? node in nodes)
            seen += node?.Challenges?.Count ?? 0;

        // Kept, or the compiler would see that nobody wants to know.
        _seen += seen;
        _count = 0;
    }
}
