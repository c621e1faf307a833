using System.Security.Cryptography;
using System.Text;

namespace ValidationZone.Accounts.Tests;

/// <summary>Makes one of each thing that the tests need.</summary>
internal static class A
{
    public static KeyHasher Hasher(byte seed = 1) =>
        new(Enumerable.Repeat(seed, KeyHasher.PepperLengthInOctets).ToArray());

    /// <summary>Always the same digest for the same number.</summary>
    public static ChallengeDigest Digest(int number) => ChallengeDigest.FromKeyAuthorization($"authorization {number}");

    public static Subdomain Subdomain(string text) =>
        Accounts.Subdomain.TryParse(text, out Subdomain? subdomain) ? subdomain : throw new FormatException(text);

    public static AllowFrom AllowFrom(params string[] entries) =>
        Accounts.AllowFrom.TryParse(entries, out AllowFrom? allowFrom) ? allowFrom : throw new FormatException();

    /// <summary>Always the same UUID for the same number.</summary>
    public static Guid Uuid(int number) => new(SHA256.HashData(Encoding.ASCII.GetBytes($"{number}")).AsSpan(0, 16));

    public static Credential Credential(int number, string key = "0123456789012345678901234567890123456789") => new()
    {
        Username = Uuid(number),
        KeyHash = Hasher().Hash(key),
        AllowFrom = Accounts.AllowFrom.Anywhere,
        CreatedAt = DateTimeOffset.UnixEpoch,
    };

    public static NewSubdomain NewSubdomain(string name, int user, Guid? token = null) =>
        new(Subdomain(name), Credential(user), Note: null, token);

    public static StoredSubdomain Stored(string name, long revision, params Credential[] credentials) =>
        new(Subdomain(name), revision, DateTimeOffset.UnixEpoch, DeletedAt: null, Note: null, credentials, Values: []);

    public static ChallengeChange Change(string name, int user, int digest, DateTimeOffset at) => new()
    {
        Subdomain = Subdomain(name),
        Publisher = Uuid(user),
        Digest = Digest(digest),
        At = at,
    };

    public static OperatorToken Token(int number, int? quota = null, DateTimeOffset? expiresAt = null) => new()
    {
        Id = Uuid(number),
        SecretHash = Hasher().Hash($"secret {number}"),
        Role = TokenRole.Registrar,
        AllowFrom = Accounts.AllowFrom.Anywhere,
        CreatedAt = DateTimeOffset.UnixEpoch.AddSeconds(number),
        ExpiresAt = expiresAt,
        Quota = quota,
    };

    public static SealedAccount Sealed(int place, int token, byte box)
    {
        byte[] octets = SHA256.HashData(Encoding.ASCII.GetBytes($"place {place}"));
        return new SealedAccount(octets, Uuid(token), new[] { box }, DateTimeOffset.UnixEpoch);
    }
}
