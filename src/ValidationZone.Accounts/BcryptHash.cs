using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace ValidationZone.Accounts;

/// <summary>What acme-dns stores of a key: bcrypt in its modular text form, such as <c>$2a$10$...</c>.</summary>
public static class BcryptHash
{
    private const int TextLength = 60;
    private const int CostAt = 4;
    private const int SaltAt = 7;

    // Twelve takes a quarter of a second, four times what acme-dns asks for. Whoever could bring in a hash of cost 31
    // would hold a thread for days.
    private const int MostCost = 12;
    private const int LeastCost = 4;

    private static readonly SearchValues<char> SaltCharacters =
        SearchValues.Create("./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");

    /// <summary>Whether a text is such a hash, of a cost that a server can afford to verify.</summary>
    public static bool IsWellFormed([NotNullWhen(true)] string? text) =>
        text is { Length: TextLength }
        && text is ['$', '2', 'a' or 'b' or 'y', '$', >= '0' and <= '9', >= '0' and <= '9', '$', ..]
        && ((text[CostAt] - '0') * 10) + text[CostAt + 1] - '0' is >= LeastCost and <= MostCost
        && !text.AsSpan(SaltAt).ContainsAnyExcept(SaltCharacters);

    /// <summary>Whether a key has this hash; takes tens of milliseconds of a processor.</summary>
    // Looked at once more: a hash that came with an export was checked for its form, and not for its cost.
    internal static bool Matches(string key, string hash) => IsWellFormed(hash) && BCrypt.Net.BCrypt.Verify(key, hash);
}
