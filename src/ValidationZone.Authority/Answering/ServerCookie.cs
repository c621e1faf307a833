using System.Buffers.Binary;
using System.Security.Cryptography;
using ValidationZone.Wire;

namespace ValidationZone.Authority.Answering;

/// <summary>Makes and checks the interoperable server cookie (RFC 9018 §4).</summary>
/// <remarks>
/// <code>
/// client cookie (8) | version 1 (1) | reserved (3) | timestamp (4) | hash (8)
/// </code>
/// The hash is SipHash-2-4 over everything before it and the asker's address, so that a cookie is worth nothing to
/// anybody else and no state is kept for it.
/// </remarks>
internal static class ServerCookie
{
    /// <summary>How long a full cookie is, client half and ours.</summary>
    internal const int LengthInOctets = ClientLength + ServerLength;

    private const int ClientLength = 8;
    private const int ServerLength = 16;
    private const int LongestServerLength = 32;
    private const int HashOffset = 16;
    private const int TimestampOffset = 12;
    private const byte Version = 1;
    private const int LongestAddress = 16;

    // A cookie is taken for an hour, from a clock up to five minutes ahead, and renewed after half (RFC 9018 §4.3).
    private const int LifetimeSeconds = 3_600;
    private const int ClockSkewSeconds = 300;
    private const int RenewalSeconds = 1_800;

    /// <summary>Decides what an option amounts to.</summary>
    /// <param name="option">The COOKIE option's octets.</param>
    /// <param name="address">The asker's address, 4 or 16 octets.</param>
    /// <param name="now">Seconds since 1970, modulo 2^32.</param>
    /// <param name="secrets">What cookies are checked with.</param>
    internal static CookieStatus Check(
        ReadOnlySpan<byte> option, ReadOnlySpan<byte> address, uint now, CookieSecrets secrets)
    {
        if (option.Length == ClientLength)
            return CookieStatus.ClientOnly;

        // 8 octets of the client's, and 8 to 32 of a server's (RFC 7873 §5.2.2).
        if (option.Length is < ClientLength + 8 or > ClientLength + LongestServerLength)
            return CookieStatus.Malformed;

        if (option.Length != LengthInOctets || option[ClientLength] != Version || !IsTimely(option, now))
            return CookieStatus.Invalid;

        return HasHash(option, address, secrets.Active) || HasHash(option, address, secrets.Staging)
            ? CookieStatus.Valid
            : CookieStatus.Invalid;
    }

    /// <summary>Whether a valid cookie is young enough to be returned as it came.</summary>
    internal static bool IsFresh(ReadOnlySpan<byte> cookie, uint now) => Age(cookie, now) < RenewalSeconds;

    /// <summary>Writes a full cookie.</summary>
    /// <param name="option">A COOKIE option of the asker, whose first 8 octets are its own half.</param>
    /// <param name="address">The asker's address, 4 or 16 octets.</param>
    /// <param name="now">Seconds since 1970, modulo 2^32.</param>
    /// <param name="secrets">What cookies are made with.</param>
    /// <param name="cookie">Where the 24 octets go.</param>
    internal static void Write(
        ReadOnlySpan<byte> option, ReadOnlySpan<byte> address, uint now, CookieSecrets secrets, Span<byte> cookie)
    {
        option[..ClientLength].CopyTo(cookie);
        BinaryPrimitives.WriteUInt32BigEndian(cookie[ClientLength..], (uint)Version << 24);
        BinaryPrimitives.WriteUInt32BigEndian(cookie[TimestampOffset..], now);
        BinaryPrimitives.WriteUInt64LittleEndian(cookie[HashOffset..], Hash(cookie, address, secrets.Active));
    }

    private static bool IsTimely(ReadOnlySpan<byte> cookie, uint now) =>
        Age(cookie, now) is <= LifetimeSeconds and >= -ClockSkewSeconds;

    /// <summary>The difference wraps as serial numbers do, so that 2106 is a year like any other (RFC 1982 §3.2).</summary>
    private static int Age(ReadOnlySpan<byte> cookie, uint now) =>
        (int)(now - BinaryPrimitives.ReadUInt32BigEndian(cookie[TimestampOffset..]));

    private static bool HasHash(ReadOnlySpan<byte> cookie, ReadOnlySpan<byte> address, ReadOnlySpan<byte> secret)
    {
        if (secret.IsEmpty)
            return false;

        Span<byte> expected = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(expected, Hash(cookie, address, secret));

        // A comparison that ends early would tell an off-path attacker how many octets were right.
        return CryptographicOperations.FixedTimeEquals(expected, cookie.Slice(HashOffset, sizeof(ulong)));
    }

    private static ulong Hash(ReadOnlySpan<byte> cookie, ReadOnlySpan<byte> address, ReadOnlySpan<byte> secret)
    {
        // The reserved octets are hashed as they came: another server of the set may one day use them.
        Span<byte> message = stackalloc byte[HashOffset + LongestAddress];
        cookie[..HashOffset].CopyTo(message);
        address.CopyTo(message[HashOffset..]);
        return SipHash.Compute(secret, message[..(HashOffset + address.Length)]);
    }
}
