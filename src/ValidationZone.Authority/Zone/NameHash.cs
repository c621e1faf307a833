using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ValidationZone.Authority.Zone;

/// <summary>A seeded hash of folded names.</summary>
/// <remarks>The seed differs with each start, so that nobody can prepare names that all meet in one slot.</remarks>
internal readonly struct NameHash(ulong seed)
{
    // Odd and without a pattern; the first is 2^64 divided by the golden ratio.
    private const ulong FirstMultiplier = 0x9E3779B97F4A7C15;
    private const ulong SecondMultiplier = 0xD6E8FEB86659FD93;

    internal static NameHash CreateSeeded()
    {
        byte[] octets = RandomNumberGenerator.GetBytes(sizeof(ulong));
        return new NameHash(BinaryPrimitives.ReadUInt64LittleEndian(octets));
    }

    internal uint Of(ReadOnlySpan<byte> name)
    {
        // The length keeps names apart that differ only in zero octets at the end of the tail.
        ulong state = seed ^ ((ulong)name.Length * FirstMultiplier);
        ulong tail = ReadTail(name);
        for (; name.Length > sizeof(ulong); name = name[sizeof(ulong)..])
            state = Mix(state ^ BinaryPrimitives.ReadUInt64LittleEndian(name), FirstMultiplier);

        state = Mix(state ^ tail, SecondMultiplier);
        return (uint)(state ^ (state >> 32));
    }

    /// <summary>The last eight octets, some of which have gone in before; all of them when there are no more.</summary>
    private static ulong ReadTail(ReadOnlySpan<byte> name)
    {
        if (name.Length >= sizeof(ulong))
            return BinaryPrimitives.ReadUInt64LittleEndian(name[^sizeof(ulong)..]);

        ulong tail = 0;
        for (int i = 0; i < name.Length; i++)
            tail |= (ulong)name[i] << (8 * i);

        return tail;
    }

    private static ulong Mix(ulong state, ulong multiplier)
    {
        // Both halves of the product: each octet of the input reaches each bit of the result.
        ulong high = Math.BigMul(state, multiplier, out ulong low);
        return high ^ low;
    }
}
