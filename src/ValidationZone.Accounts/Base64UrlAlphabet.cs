using System.Buffers;

namespace ValidationZone.Accounts;

/// <summary>The characters of base64url (RFC 4648 §5), of which keys and digests are made.</summary>
internal static class Base64UrlAlphabet
{
    internal static readonly SearchValues<char> Characters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>The same in ASCII.</summary>
    internal static readonly SearchValues<byte> Octets =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8);
}
