using ValidationZone.Accounts;

namespace ValidationZone.Storage.Sqlite;

/// <summary>What was taken away for good, as one line of text.</summary>
internal static class Revocation
{
    internal const string Name = "name";
    internal const string Credential = "credential";
    internal const string Key = "key";
    internal const string Token = "token";

    internal static string OfName(Subdomain subdomain) => $"{Name} {subdomain.Text}";

    internal static string OfCredential(Guid username) => $"{Credential} {username:N}";

    // The hash under the pepper, as it stood in the database; the key itself is known to nobody here.
    internal static string OfKey(Guid username, ReadOnlySpan<byte> keyHash) =>
        $"{Key} {username:N} {Convert.ToHexStringLower(keyHash)}";

    internal static string OfToken(Guid id) => $"{Token} {id:N}";
}
