using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using ValidationZone.Wire;

namespace ValidationZone.Delegation.Steps;

/// <summary>The name at which dns-account-01 looks (draft-ietf-acme-dns-account-label).</summary>
internal static class AccountLabel
{
    private const int OctetsOfHash = 10;
    private const int BitsPerCharacter = 5;
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    /// <summary>Puts the account's label before the validation domain name.</summary>
    /// <returns><see langword="false"/> when the name would be too long.</returns>
    internal static bool TryName(
        DomainName validationName, string accountUrl, [NotNullWhen(true)] out DomainName? name) =>
        validationName.TryPrepend(Encoding.ASCII.GetBytes(Of(accountUrl)), out name);

    /// <summary>The label, <c>_</c> and sixteen characters.</summary>
    /// <remarks>Lower-case base32 of the first ten octets of SHA-256 over the URL.</remarks>
    internal static string Of(string accountUrl)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(accountUrl));
        // Ten octets are sixteen characters of five bits, and nothing is left over to pad (RFC 4648 §6).
        var label = new StringBuilder("_");
        for (int bit = 0; bit < OctetsOfHash * 8; bit += BitsPerCharacter)
        {
            int pair = (hash[bit / 8] << 8) | hash[(bit / 8) + 1];
            label.Append(Alphabet[(pair >> (16 - BitsPerCharacter - (bit % 8))) & 0x1F]);
        }

        return label.ToString();
    }
}
