using ValidationZone.Wire;

namespace ValidationZone.Authority.Zone;

/// <summary>One owner name of the zone and what exists there.</summary>
/// <remarks>
/// <para>
/// A node in the table exists: with static RRsets, as a registered subdomain, or as an empty non-terminal. Only the
/// challenge RRset changes while readers look; a reader takes it once and works from that reference.
/// </para>
/// <para>
/// Whoever keeps something about each subdomain derives its own node, so that a name is one object and not several; for
/// a million names that is tens of megabytes. A node belongs to one table.
/// </para>
/// </remarks>
public abstract class ZoneNode
{
    /// <summary>Stands for the length of a name that is too long to lie in the node itself.</summary>
    private const byte LongMark = byte.MaxValue;

    private const int WatchBit = 1 << 31;

    private readonly NameOctets _shortName;
    private byte[]? _challenges;
    private int _childrenAndWatch;

    /// <summary>Makes a node that is in no table yet.</summary>
    /// <param name="name">The labels before the apex, folded; copied.</param>
    protected ZoneNode(ReadOnlySpan<byte> name)
    {
        _shortName[0] = IsLong(name) ? LongMark : (byte)name.Length;
        if (!IsLong(name))
            name.CopyTo(_shortName[1..]);
    }

    /// <summary>The labels before the apex, folded; empty for the apex itself.</summary>
    public ReadOnlySpan<byte> Name =>
        _shortName[0] == LongMark ? LongName : ((ReadOnlySpan<byte>)_shortName).Slice(1, _shortName[0]);

    /// <summary>The subdomain's RRset; <see langword="null"/> when no subdomain of this name is registered.</summary>
    public TxtRRset? Challenges
    {
        // Acquire: pairs with the release below, so that a reader sees the octets of the RRset that it takes.
        get => Volatile.Read(ref _challenges) is { } octets ? new TxtRRset(octets) : null;

        // Release: the RRset is complete in memory before a reader can reach it.
        internal set => Volatile.Write(ref _challenges, value?.Packed);
    }

    /// <summary>The table's hash of the name; set before the node is in the table.</summary>
    internal uint Hash { get; set; }

    /// <summary>How many nodes stand directly below; touched by the table's writer only.</summary>
    internal int Children
    {
        get => _childrenAndWatch & ~WatchBit;
        set => _childrenAndWatch = value | (_childrenAndWatch & WatchBit);
    }

    /// <summary>Whether questions about this name are sampled; set by the table's writer, read by any thread.</summary>
    // A bit that no number of children reaches: a field would be eight more octets in each of a million nodes. A reader
    // that sees the old bit for a moment misses a sample or makes one too many, and nothing else.
    internal bool IsWatched
    {
        get => (_childrenAndWatch & WatchBit) != 0;
        set => _childrenAndWatch = value ? _childrenAndWatch | WatchBit : Children;
    }

    /// <summary>
    /// The name that was given, where <see cref="CopyOfLong"/> made a copy of it; asked for by nobody else.
    /// </summary>
    // For the node that derives to keep, where it has room: eight octets in each of a million nodes, for the few names
    // that are longer than a UUID, are eight million.
    protected abstract ReadOnlySpan<byte> LongName { get; }

    internal bool IsStatic => this is StaticNode;

    internal PreparedRRset? FindStatic(RecordType type) => (this as StaticNode)?.Find(type);

    /// <summary>A copy of a name that is too long to lie in the node; <see langword="null"/> of any other.</summary>
    protected static byte[]? CopyOfLong(ReadOnlySpan<byte> name) => IsLong(name) ? name.ToArray() : null;

    private static bool IsLong(ReadOnlySpan<byte> name) => name.Length > NameOctets.LongestName;
}
