using ValidationZone.Authority.Zone;

namespace ValidationZone.Accounts;

/// <summary>The values of one subdomain: the RRset that DNS shows, and when each of its records expires.</summary>
/// <remarks>
/// Immutable. The digests are kept nowhere else: a second copy would take a hundred bytes for each of a million names.
/// </remarks>
internal readonly struct PackedValues
{
    /// <summary>In milliseconds since 1970, in the order of the records.</summary>
    private readonly long[] _expiries;

    private PackedValues(TxtRRset rrset, long[] expiries)
    {
        RRset = rrset;
        _expiries = expiries;
    }

    internal static PackedValues None { get; } = new(TxtRRset.Empty, []);

    internal TxtRRset RRset { get; }

    internal int Count => _expiries.Length;

    /// <summary>
    /// When the first of them expires, in milliseconds since 1970; <see cref="long.MaxValue"/> for none.
    /// </summary>
    internal long EarliestExpiry
    {
        get
        {
            long earliest = long.MaxValue;
            foreach (long expiry in _expiries)
                earliest = Math.Min(earliest, expiry);

            return earliest;
        }
    }

    internal static PackedValues Pack(IReadOnlyList<LiveValue> values, uint ttlSeconds)
    {
        // Most names hold nothing most of the time: they share one empty RRset.
        if (values.Count == 0)
            return None;

        var digests = new ReadOnlyMemory<byte>[values.Count];
        var expiries = new long[values.Count];
        for (int i = 0; i < expiries.Length; i++)
        {
            digests[i] = values[i].Digest.Octets;
            expiries[i] = values[i].ExpiresAt.ToUnixTimeMilliseconds();
        }

        return new PackedValues(TxtRRset.Create(digests, ttlSeconds), expiries);
    }

    /// <summary>Those that have not expired at a time; itself when none has.</summary>
    internal PackedValues LiveAt(long now, uint ttlSeconds)
    {
        // Nothing is copied in the usual case that nothing has expired.
        if (EarliestExpiry > now)
            return this;

        var digests = new List<ReadOnlyMemory<byte>>(Count);
        var expiries = new List<long>(Count);
        ReadOnlyMemory<byte>[] all = RRset.ReadValues();
        for (int i = 0; i < all.Length; i++)
        {
            if (_expiries[i] <= now)
                continue;

            digests.Add(all[i]);
            expiries.Add(_expiries[i]);
        }

        return new PackedValues(TxtRRset.Create(digests, ttlSeconds), [.. expiries]);
    }
}
