using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace ValidationZone.Accounts;

/// <summary>A kept account as the octets that are sealed.</summary>
/// <remarks>
/// A version, 16 octets of username, 40 of the key, the length of the subdomain and its text, and the server's address.
/// </remarks>
internal static class KeptAccountOctets
{
    private const byte Version = 1;
    private const int KeyAt = 17;
    private const int LengthAt = KeyAt + ApiKey.Length;
    private const int SubdomainAt = LengthAt + 1;

    /// <summary>Seals an account; no copy of its key stays behind.</summary>
    internal static byte[] Seal(AccountSeal seal, KeptAccount account)
    {
        byte[] name = Encoding.ASCII.GetBytes(account.Subdomain.Text);
        byte[] url = Encoding.UTF8.GetBytes(account.ServerUrl);
        var octets = new byte[SubdomainAt + name.Length + url.Length];
        octets[0] = Version;
        account.Username.TryWriteBytes(octets.AsSpan(1), bigEndian: true, out _);
        Encoding.ASCII.GetBytes(account.Key.Reveal(), octets.AsSpan(KeyAt));
        // One octet is enough: the longest subdomain has 253.
        octets[LengthAt] = (byte)name.Length;
        name.CopyTo(octets, SubdomainAt);
        url.CopyTo(octets, SubdomainAt + name.Length);

        byte[] box = seal.Close(octets);
        CryptographicOperations.ZeroMemory(octets);
        return box;
    }

    /// <summary>Opens a box; <see langword="false"/> when it holds nothing that was sealed here.</summary>
    internal static bool TryOpen(
        AccountSeal seal, ReadOnlySpan<byte> box, [NotNullWhen(true)] out KeptAccount? account)
    {
        account = null;
        if (!seal.TryOpen(box, out byte[]? octets))
            return false;

        account = Read(octets);
        CryptographicOperations.ZeroMemory(octets);
        return account is not null;
    }

    private static KeptAccount? Read(ReadOnlySpan<byte> octets)
    {
        if (octets.Length < SubdomainAt || octets[0] != Version || octets.Length < SubdomainAt + octets[LengthAt])
            return null;

        Span<char> key = stackalloc char[ApiKey.Length];
        Encoding.ASCII.GetChars(octets.Slice(KeyAt, ApiKey.Length), key);
        int urlAt = SubdomainAt + octets[LengthAt];
        bool isWhole = ApiKey.TryParse(key, out ApiKey? read)
            & Subdomain.TryParse(octets[SubdomainAt..urlAt], out Subdomain? subdomain);
        key.Clear();
        if (!isWhole)
            return null;

        var username = new Guid(octets[1..KeyAt], bigEndian: true);
        return new KeptAccount(username, read!, subdomain!, Encoding.UTF8.GetString(octets[urlAt..]));
    }
}
