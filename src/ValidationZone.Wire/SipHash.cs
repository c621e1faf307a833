using System.Buffers.Binary;
using System.Numerics;

namespace ValidationZone.Wire;

/// <summary>SipHash-2-4, the keyed hash of interoperable DNS cookies (RFC 9018 §4.4).</summary>
public static class SipHash
{
    /// <summary>How many octets a key has.</summary>
    public const int KeyLengthInOctets = 16;

    /// <summary>Hashes a message; write the result in little-endian order to get the octets of RFC 9018.</summary>
    /// <param name="key">Exactly 16 octets.</param>
    /// <param name="message">Any number of octets.</param>
    public static ulong Compute(ReadOnlySpan<byte> key, ReadOnlySpan<byte> message)
    {
        ulong k0 = BinaryPrimitives.ReadUInt64LittleEndian(key);
        ulong k1 = BinaryPrimitives.ReadUInt64LittleEndian(key[sizeof(ulong)..]);

        // The four constants spell "somepseudorandomlygeneratedbytes" and keep an all-zero key from a zero state.
        var state = new State(
            k0 ^ 0x736F6D6570736575, k1 ^ 0x646F72616E646F6D, k0 ^ 0x6C7967656E657261, k1 ^ 0x7465646279746573);

        // The last word carries the length, so that messages which differ only in trailing zeros hash apart.
        ulong last = (ulong)message.Length << 56;
        for (; message.Length >= sizeof(ulong); message = message[sizeof(ulong)..])
            state.Absorb(BinaryPrimitives.ReadUInt64LittleEndian(message));

        for (int i = 0; i < message.Length; i++)
            last |= (ulong)message[i] << (8 * i);

        state.Absorb(last);
        return state.Squeeze();
    }

    private struct State(ulong v0, ulong v1, ulong v2, ulong v3)
    {
        private ulong _v0 = v0;
        private ulong _v1 = v1;
        private ulong _v2 = v2;
        private ulong _v3 = v3;

        internal void Absorb(ulong word)
        {
            _v3 ^= word;
            Round();
            Round();
            _v0 ^= word;
        }

        internal ulong Squeeze()
        {
            _v2 ^= 0xFF;
            Round();
            Round();
            Round();
            Round();
            return _v0 ^ _v1 ^ _v2 ^ _v3;
        }

        private void Round()
        {
            _v0 += _v1;
            _v1 = BitOperations.RotateLeft(_v1, 13) ^ _v0;
            _v0 = BitOperations.RotateLeft(_v0, 32);
            _v2 += _v3;
            _v3 = BitOperations.RotateLeft(_v3, 16) ^ _v2;
            _v0 += _v3;
            _v3 = BitOperations.RotateLeft(_v3, 21) ^ _v0;
            _v2 += _v1;
            _v1 = BitOperations.RotateLeft(_v1, 17) ^ _v2;
            _v2 = BitOperations.RotateLeft(_v2, 32);
        }
    }
}
