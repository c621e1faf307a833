using System.Security.Cryptography;
using System.Text;

namespace ValidationZone.Server.Tests.Import;

/// <summary>Accounts of acme-dns with real hashes, the same for the same number.</summary>
public static class AcmeDnsKeys
{
    private const string SaltAlphabet = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    public static string Key(int number) => $"key-of-account-{number:D25}";

    public static string Username(int number) => Uuid($"user {number}").ToString();

    public static string Subdomain(int number) => Uuid($"subdomain {number}").ToString();

    /// <summary>An account whose key is known; cost 4 is the least, so that tests are quick.</summary>
    public static AcmeDnsAccountRow Account(int number, int cost = 4) => new()
    {
        Username = Username(number),
        Subdomain = Subdomain(number),
        Password = BCrypt.Net.BCrypt.HashPassword(Key(number), cost),
    };

    /// <summary>An account with the hash of no key: making a hundred thousand real ones would take minutes.</summary>
    public static AcmeDnsAccountRow Filler(int number) => new()
    {
        Username = Username(number),
        Subdomain = Subdomain(number),
        Password = "$2a$10$" + string.Concat(
            SHA512.HashData(Encoding.ASCII.GetBytes($"{number}")).Take(53).Select(octet => SaltAlphabet[octet % 64])),
    };

    private static Guid Uuid(string seed) => new(SHA256.HashData(Encoding.ASCII.GetBytes(seed)).AsSpan(0, 16));
}
