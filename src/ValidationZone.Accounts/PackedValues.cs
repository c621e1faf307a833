using System.Buffers.Binary;

namespace ValidationZone.Accounts;

/// <summary>The values of one subdomain in one array: of each, the digest's octets and when it expires.</summary>
/// <remarks>Immutable. An object for each value would take four times the memory, and there may be millions.</remarks>
internal readonly struct PackedValues
{
    private const int ExpiryLength = sizeof(long);
    private const int ValueLength = ChallengeDigest.Length + ExpiryLength;

    private readonly byte[] _octets;

    private PackedValues(byte[] octets) => _octets = octets;

    internal static PackedValues None { get; } = new([]);

    internal int Count => _octets.Length / ValueLength;

    /// <summary>
    /// When the first of them expires, in milliseconds since 1970; <see cref="long.MaxValue"/> for none.
    /// </summary>
    internal long EarliestExpiry
    {
        get
        {
            long earliest = long.MaxValue;
            for (int i = 0; i < Count; i++)
                earliest = Math.Min(earliest, ExpiryOf(i));

            return earliest;
        }
    }

    internal static PackedValues Pack(IReadOnlyList<LiveValue> values)
    {
        // Most names hold nothing most of the time: they share one empty array.
        if (values.Count == 0)
            return None;

        var octets = new byte[values.Count * ValueLength];
        for (int i = 0; i < values.Count; i++)
        {
            Span<byte> value = octets.AsSpan(i * ValueLength, ValueLength);
            values[i].Digest.Octets.Span.CopyTo(value);
            BinaryPrimitives.WriteInt64LittleEndian(
                value[ChallengeDigest.Length..], values[i].ExpiresAt.ToUnixTimeMilliseconds());
        }

        return new PackedValues(octets);
    }

    /// <summary>Those that have not expired at a time; itself when none has.</summary>
    internal PackedValues LiveAt(long now)
    {
        // Nothing is copied in the usual case that nothing has expired.
        int count = 0;
        for (int i = 0; i < Count; i++)
            count += ExpiryOf(i) > now ? 1 : 0;

        return count == Count ? this : KeepLive(now, count);
    }

    internal IReadOnlyList<ReadOnlyMemory<byte>> Digests()
    {
        var digests = new ReadOnlyMemory<byte>[Count];
        for (int i = 0; i < digests.Length; i++)
            digests[i] = _octets.AsMemory(i * ValueLength, ChallengeDigest.Length);

        return digests;
    }

    private PackedValues KeepLive(long now, int count)
    {
        var octets = new byte[count * ValueLength];
        Span<byte> rest = octets;
        for (int i = 0; i < Count; i++)
        {
            if (ExpiryOf(i) <= now)
                continue;

            _octets.AsSpan(i * ValueLength, ValueLength).CopyTo(rest);
            rest = rest[ValueLength..];
        }

        return new PackedValues(octets);
    }

    private long ExpiryOf(int index) =>
        BinaryPrimitives.ReadInt64LittleEndian(_octets.AsSpan(index * ValueLength + ChallengeDigest.Length));
}
