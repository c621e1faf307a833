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
    private readonly NameOctets _shortName;
    private readonly byte[]? _longName;
    private byte[]? _challenges;

    /// <summary>Makes a node that is in no table yet.</summary>
    /// <param name="name">The labels before the apex, folded; copied.</param>
    protected ZoneNode(ReadOnlySpan<byte> name)
    {
        if (name.Length > NameOctets.LongestName)
        {
            _longName = name.ToArray();
            return;
        }

        _shortName[0] = (byte)name.Length;
        name.CopyTo(_shortName[1..]);
    }

    /// <summary>The labels before the apex, folded; empty for the apex itself.</summary>
    public ReadOnlySpan<byte> Name =>
        _longName is null ? ((ReadOnlySpan<byte>)_shortName).Slice(1, _shortName[0]) : _longName;

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
    internal int Children { get; set; }

    internal bool IsStatic => this is StaticNode;

    internal PreparedRRset? FindStatic(RecordType type) => (this as StaticNode)?.Find(type);
}
