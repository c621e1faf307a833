using System.Buffers.Binary;
using ValidationZone.Accounts;

namespace ValidationZone.Storage.Sqlite;

/// <summary>How values that are more than one number or text stand in columns.</summary>
internal static class Columns
{
    /// <summary>No entry contains a blank.</summary>
    private const char EntrySeparator = ' ';

    private const int PreviousKeyLength = KeyHasher.HashLengthInOctets + sizeof(long);

    internal static Subdomain Subdomain(Statement row, int column) =>
        Accounts.Subdomain.TryParse(row.Octets(column), out Subdomain? subdomain)
            ? subdomain
            : throw Damaged("subdomain");

    /// <summary>The entries as one text; none is an empty text.</summary>
    internal static string AllowFrom(AllowFrom allowFrom) => string.Join(EntrySeparator, allowFrom.Entries);

    internal static AllowFrom AllowFrom(Statement row, int column)
    {
        string text = row.Text(column) ?? "";
        // Splitting an empty text gives one empty entry, which is no network: "anywhere" would come back as damage.
        string[] entries = text.Length == 0 ? [] : text.Split(EntrySeparator);
        return Accounts.AllowFrom.TryParse(entries, out AllowFrom? allowFrom) ? allowFrom : throw Damaged("allow_from");
    }

    /// <summary>A credential, in the order of <see cref="SubdomainScope.Credentials"/>.</summary>
    internal static Credential Credential(Statement row, bool hasUse)
    {
        var credential = new Credential
        {
            Username = row.Uuid(1),
            KeyHash = row.Octets(2).ToArray(),
            AllowFrom = AllowFrom(row, 3),
            CreatedAt = row.Time(4),
            ExpiresAt = row.NullableTime(5),
            IsEnabled = row.Int64(6) != 0,
            Note = row.Text(7),
            ImportedHash = row.Text(9),
            LastUsedAt = hasUse ? row.NullableTime(10) : null,
        };
        ReadOnlySpan<byte> previous = row.Octets(8);
        return previous.IsEmpty ? credential : WithPreviousKey(credential, previous);
    }

    /// <summary>The key before the last rotation; <see langword="null"/> when it works no more.</summary>
    internal static byte[]? PreviousKey(Credential credential)
    {
        if (credential.PreviousUntil is not { } until)
            return null;

        // Hash and end in one column, so that neither can be there without the other.
        var column = new byte[PreviousKeyLength];
        credential.PreviousKeyHash.Span.CopyTo(column);
        BinaryPrimitives.WriteInt64BigEndian(
            column.AsSpan(KeyHasher.HashLengthInOctets), until.ToUnixTimeMilliseconds());
        return column;
    }

    /// <summary>A whole row, in the order of <see cref="Statements.ListTokens"/>.</summary>
    internal static OperatorToken OperatorToken(Statement row) => new()
    {
        Id = row.Uuid(0),
        SecretHash = row.Octets(1).ToArray(),
        Role = (TokenRole)row.Int64(2),
        AllowFrom = AllowFrom(row, 3),
        CreatedAt = row.Time(4),
        ExpiresAt = row.NullableTime(5),
        RevokedAt = row.NullableTime(6),
        Quota = (int?)row.NullableInt64(7),
        Used = (int)row.Int64(8),
        Note = row.Text(9),
        LastUsedAt = row.NullableTime(10),
    };

    private static Credential WithPreviousKey(Credential credential, ReadOnlySpan<byte> column)
    {
        if (column.Length != PreviousKeyLength)
            throw Damaged("previous_key");

        return credential with
        {
            PreviousKeyHash = column[..KeyHasher.HashLengthInOctets].ToArray(),
            PreviousUntil = DateTimeOffset.FromUnixTimeMilliseconds(
                BinaryPrimitives.ReadInt64BigEndian(column[KeyHasher.HashLengthInOctets..])),
        };
    }

    /// <summary>Nothing is guessed: a store that holds what nobody wrote is not one to answer from.</summary>
    internal static StoreUnavailableException Damaged(string column) =>
        new($"the database is damaged: a {column} is not one that this program writes");
}
