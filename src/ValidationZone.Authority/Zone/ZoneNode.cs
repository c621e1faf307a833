using ValidationZone.Wire;

namespace ValidationZone.Authority.Zone;

/// <summary>One owner name of the zone and what exists there.</summary>
/// <remarks>
/// A node in the table exists: with static RRsets, as a registered subdomain, or as an empty non-terminal. Only the
/// challenge RRset changes while readers look; a reader takes it once and works from that reference.
/// </remarks>
internal sealed class ZoneNode(byte[] name, uint hash, PreparedRRset[] staticRRsets)
{
    private TxtRRset? _challenges;

    /// <summary>The labels before the apex, folded; empty for the apex itself.</summary>
    internal byte[] Name { get; } = name;

    internal uint Hash { get; } = hash;

    internal PreparedRRset[] StaticRRsets { get; } = staticRRsets;

    /// <summary>How many nodes stand directly below; touched by the table's writer only.</summary>
    internal int Children { get; set; }

    /// <summary>The subdomain's RRset; <see langword="null"/> when no subdomain of this name is registered.</summary>
    internal TxtRRset? Challenges
    {
        // Acquire: pairs with the release below, so that a reader sees the octets of the RRset that it takes.
        get => Volatile.Read(ref _challenges);

        // Release: the RRset is complete in memory before a reader can reach it.
        set => Volatile.Write(ref _challenges, value);
    }

    internal bool IsStatic => StaticRRsets.Length > 0 || Name.Length == 0;

    internal PreparedRRset? FindStatic(RecordType type)
    {
        foreach (PreparedRRset rrset in StaticRRsets)
        {
            if (rrset.Type == type)
                return rrset;
        }

        return null;
    }
}
