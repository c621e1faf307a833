using System.Security.Cryptography;

namespace ValidationZone.Accounts;

/// <summary>Makes version 4 UUIDs from the system's secure random source (RFC 9562 §5.4).</summary>
internal static class RandomUuid
{
    private const int LengthInOctets = 16;

    internal static Guid Next()
    {
        // The framework's own UUIDs do not promise a secure source, and these names must not be guessed.
        byte[] octets = RandomNumberGenerator.GetBytes(LengthInOctets);

        // Version 4 in the upper half of octet 6, the variant in the upper bits of octet 8; 122 bits stay random.
        octets[6] = (byte)((octets[6] & 0x0F) | 0x40);
        octets[8] = (byte)((octets[8] & 0x3F) | 0x80);
        return new Guid(octets, bigEndian: true);
    }
}
