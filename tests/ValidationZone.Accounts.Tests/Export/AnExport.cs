using System.Text;
using ValidationZone.Accounts.Export;

namespace ValidationZone.Accounts.Tests;

/// <summary>Subdomains with everything that an export can say of one, and exports of them.</summary>
internal static class AnExport
{
    public static readonly DateTimeOffset Past = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);
    public static readonly DateTimeOffset Future = new(2099, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    public static AccountLines Lines { get; } = new(A.Hasher(), TestZone.Apex);

    /// <summary>Two credentials, one of them rotated and one from another server, and two values.</summary>
    public static StoredSubdomain FullSubdomain(string name = "shop.example", int user = 1) =>
        A.Stored(name, revision: 0, RotatedCredential(user), ImportedCredential(user + 1)) with
        {
            CreatedAt = Past,
            Note = "Käse \"und\"\n\\ Brot",
            LastPublishedAt = Past.AddDays(1),
            Values =
            [
                new LiveValue(A.Digest(1), A.Uuid(user), Sequence: 0, Future),
                new LiveValue(A.Digest(2), A.Uuid(user + 1), Sequence: 1, Future.AddDays(1)),
            ],
        };

    public static string Text(StoredSubdomain stored) => Encoding.UTF8.GetString(AccountLines.Write(stored));

    public static StoredSubdomain? Read(string line, out string? problem) =>
        Lines.Read(Encoding.UTF8.GetBytes(line), out problem);

    /// <summary>A whole file.</summary>
    public static string File(params string[] lines) =>
        string.Join('\n', [Encoding.UTF8.GetString(Lines.WriteHeader()), .. lines]) + "\n";

    private static Credential RotatedCredential(int user) => A.Credential(user) with
    {
        AllowFrom = A.AllowFrom("192.0.2.0/24", "2001:db8::/32"),
        CreatedAt = Past,
        ExpiresAt = Future,
        Note = "first cloud",
        PreviousKeyHash = A.Hasher().Hash("the key before"),
        PreviousUntil = Future,
    };

    private static Credential ImportedCredential(int user) => A.Credential(user) with
    {
        KeyHash = new byte[KeyHasher.HashLengthInOctets],
        IsEnabled = false,
        ImportedHash = "$2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy",
    };
}
