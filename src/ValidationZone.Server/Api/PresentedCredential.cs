using System.Buffers.Text;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace ValidationZone.Server.Api;

/// <summary>The name and key that a request presents, right or wrong.</summary>
/// <remarks>Not a record: a printed key would end in a log sooner or later.</remarks>
internal readonly struct PresentedCredential
{
    private const string BasicScheme = "Basic ";
    // A UUID and a key make 77 characters, 104 when encoded; an operator token is shorter. It bounds the stack.
    private const int LongestBasic = 512;

    private PresentedCredential(string name, string key)
    {
        Name = name;
        Key = key;
    }

    /// <summary>The name as sent; empty when there is none.</summary>
    internal string Name { get; }

    /// <summary>The key as sent; empty when there is none.</summary>
    internal string Key { get; }

    /// <summary>Takes <c>X-Api-User</c> and <c>X-Api-Key</c>, or else Basic authentication.</summary>
    /// <remarks>
    /// With the X-Api headers there, Authorization is not looked at: some clients send an empty or foreign one beside.
    /// </remarks>
    internal static PresentedCredential Read(IHeaderDictionary headers)
    {
        StringValues user = headers["X-Api-User"];
        StringValues key = headers["X-Api-Key"];
        if (user.Count > 0 || key.Count > 0)
            return new PresentedCredential(Single(user), Single(key));

        TryReadBasic(headers.Authorization, out PresentedCredential basic);
        return basic;
    }

    /// <summary>Reads Basic authentication, base64 or base64url, padded or not; empty when it is not that.</summary>
    internal static bool TryReadBasic(StringValues authorization, out PresentedCredential credential)
    {
        credential = new PresentedCredential("", "");
        string value = Single(authorization);
        // The name of a scheme has no letter case (RFC 9110 §11.1).
        if (!value.StartsWith(BasicScheme, StringComparison.OrdinalIgnoreCase) || value.Length > LongestBasic)
            return false;

        // One alphabet instead of two: what clients send in the old one is written in the new one first.
        Span<char> encoded = stackalloc char[LongestBasic];
        // The padding of RFC 4648 §3.2 tells nothing that the length does not: with or without, it is the same key.
        ReadOnlySpan<char> text = value.AsSpan(BasicScheme.Length).Trim().TrimEnd('=');
        text.Replace(encoded, '+', '-');
        encoded = encoded[..text.Length];
        encoded.Replace('/', '_');
        Span<byte> decoded = stackalloc byte[LongestBasic];
        if (!Base64Url.IsValid(encoded) || !Base64Url.TryDecodeFromChars(encoded, decoded, out int length))
            return false;

        // The first colon: by RFC 7617 §2 a name holds none, and a password may.
        int colon = decoded[..length].IndexOf((byte)':');
        if (colon < 0)
            return false;

        credential = new PresentedCredential(
            Encoding.UTF8.GetString(decoded[..colon]), Encoding.UTF8.GetString(decoded[(colon + 1)..length]));
        return true;
    }

    // Two headers of one name are not one credential; joining them with a comma could not match anyway.
    private static string Single(StringValues values) => values.Count == 1 ? values[0] ?? "" : "";
}
