using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace ValidationZone.Accounts;

/// <summary>The secret of a credential: 40 characters of <c>A-Z a-z 0-9 - _</c>, 240 random bits.</summary>
/// <remarks>
/// Its text comes out only through <see cref="Reveal"/>, so that no log or error can print it by accident.
/// </remarks>
public sealed class ApiKey
{
    /// <summary>How many characters a key has.</summary>
    public const int Length = 40;

    // A multiple of three, so that base64 has no padding: 30 octets are 40 characters.
    private const int RandomOctets = 30;

    private readonly string _text;

    private ApiKey(string text) => _text = text;

    /// <summary>Makes a key from the system's secure random source.</summary>
    public static ApiKey Generate()
    {
        byte[] random = RandomNumberGenerator.GetBytes(RandomOctets);
        var key = new ApiKey(Base64Url.EncodeToString(random));

        // The text has to live until the reply is written; its octets need not.
        CryptographicOperations.ZeroMemory(random);
        return key;
    }

    /// <summary>Reads a key; <see langword="false"/> unless it is exactly 40 characters of the set.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out ApiKey? key)
    {
        key = IsWellFormed(text) ? new ApiKey(text.ToString()) : null;
        return key is not null;
    }

    /// <summary>The key itself, for the one reply that hands it out.</summary>
    public string Reveal() => _text;

    /// <summary>A mask, never the key.</summary>
    public override string ToString() => "[api key]";

    internal static bool IsWellFormed(ReadOnlySpan<char> text) =>
        text.Length == Length && !text.ContainsAnyExcept(Base64UrlAlphabet.Characters);
}
