namespace ValidationZone.Accounts.Tests;

/// <summary>Keys of accounts that come from another server.</summary>
internal static class AnImportedKey
{
    public const string Right = "abcdefghijABCDEFGHIJ0123456789-_-_-_-_-_";

    /// <summary>A real hash, of the least cost, so that tests are quick.</summary>
    public static string Hash(string key) => BCrypt.Net.BCrypt.HashPassword(key, workFactor: 4);

    /// <summary>Always the same wrong key for the same number.</summary>
    public static string Wrong(int number) => $"{number:D40}";
}
