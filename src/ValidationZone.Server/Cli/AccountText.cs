using System.Text;
using System.Text.Json;
using ValidationZone.Accounts;
using ValidationZone.Wire;

namespace ValidationZone.Server.Cli;

/// <summary>Accounts as text, for people and for scripts.</summary>
internal static class AccountText
{
    /// <summary>A new account with its key, for people.</summary>
    internal static string Describe(Account account) => $"""
        username    {account.Username}
        password    {account.Key.Reveal()}
        fulldomain  {account.Fulldomain}
        subdomain   {account.Subdomain.Text}
        allowfrom   {Places(account.AllowFrom)}
        The password is shown this once and cannot be shown again.
        """;

    /// <summary>An account with a new key, for people.</summary>
    /// <param name="account">The account.</param>
    /// <param name="previousUntil">Until when the old key works; <see langword="null"/> when it does not.</param>
    internal static string Describe(Account account, DateTimeOffset? previousUntil) => previousUntil is null
        ? $"{Describe(account)}\nThe old key works no more."
        : $"{Describe(account)}\nThe old key works until {JsonLine.Time(previousUntil)}.";

    /// <summary>A stored account, for people.</summary>
    internal static string Describe(StoredSubdomain stored, DomainName apex, DateTimeOffset now)
    {
        var text = new StringBuilder();
        text.AppendLine($"fulldomain  {stored.Subdomain.ToFulldomain(apex)}");
        text.AppendLine($"created     {JsonLine.Time(stored.CreatedAt)}");
        if (stored.DeletedAt is not null)
            text.AppendLine($"deleted     {JsonLine.Time(stored.DeletedAt)}");
        else
            DescribeUse(text, stored);

        if (stored.Note is not null)
            text.AppendLine($"note        {stored.Note}");

        foreach (Credential credential in stored.Credentials)
            text.AppendLine($"credential  {Describe(credential, now)}");

        foreach (LiveValue value in stored.Values)
            text.AppendLine($"value       {value.Digest.Text} until {JsonLine.Time(value.ExpiresAt)}");

        return text.ToString().TrimEnd();
    }

    /// <summary>A stored account on one line, for people.</summary>
    internal static string ToRow(StoredSubdomain stored, DateTimeOffset now)
    {
        string state = stored.IsEnabled ? "" : ", disabled";
        string credentials = Counted(stored.Credentials.Count, "credential")
            + string.Concat(CountStates(stored.Credentials, now));
        string queried = stored.LastQueriedAt is null ? "" : $", last queried {JsonLine.Time(stored.LastQueriedAt)}";
        return $"{stored.Subdomain.Text}  made {JsonLine.Time(stored.CreatedAt)}{state}, "
            + $"{credentials}, {Counted(stored.Values.Count, "value")}, "
            + $"last published {LastPublished(stored)}{queried}  {stored.Note}".TrimEnd();
    }

    /// <summary>A stored account, for scripts.</summary>
    internal static string ToJson(StoredSubdomain stored, DomainName apex) => JsonLine.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("subdomain", stored.Subdomain.Text);
        writer.WriteString("fulldomain", stored.Subdomain.ToFulldomain(apex));
        writer.WriteString("created", JsonLine.Time(stored.CreatedAt));
        // What has no value is written as null and never left out: a script tells it from a field that it has misspelt.
        writer.WriteString("deleted", JsonLine.Time(stored.DeletedAt));
        writer.WriteBoolean("enabled", stored.IsEnabled);
        writer.WriteString("last_published", JsonLine.Time(stored.LastPublishedAt));
        writer.WriteString("last_queried", JsonLine.Time(stored.LastQueriedAt));
        writer.WriteString("note", stored.Note);
        writer.WriteStartArray("credentials");
        foreach (Credential credential in stored.Credentials)
            WriteCredential(writer, credential);

        writer.WriteEndArray();
        WriteValues(writer, stored.Values);
        writer.WriteEndObject();
    });

    /// <summary>An account with a new key, for scripts: what a registration replies, and a field more.</summary>
    internal static string ToJson(Account account, DateTimeOffset? previousUntil) => JsonLine.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("username", account.Username);
        writer.WriteString("password", account.Key.Reveal());
        writer.WriteString("fulldomain", account.Fulldomain);
        writer.WriteString("subdomain", account.Subdomain.Text);
        JsonLine.WriteList(writer, "allowfrom", account.AllowFrom.Entries);
        writer.WriteString("previous_key_until", JsonLine.Time(previousUntil));
        writer.WriteEndObject();
    });

    private static void DescribeUse(StringBuilder text, StoredSubdomain stored)
    {
        if (!stored.IsEnabled)
            text.AppendLine("state       disabled");

        text.AppendLine($"published   {LastPublished(stored)}");
        text.AppendLine($"queried     {JsonLine.Time(stored.LastQueriedAt) ?? "not known"}");
    }

    // Not "never": an older version did not count, and somebody may delete accounts on this word.
    private static string LastPublished(StoredSubdomain stored) => JsonLine.Time(stored.LastPublishedAt) ?? "not known";

    private static string Describe(Credential credential, DateTimeOffset now)
    {
        string lastUse = credential.LastUsedAt is null ? "" : $", last used {JsonLine.Time(credential.LastUsedAt)}";
        string note = credential.Note is null ? "" : $"  {credential.Note}";
        string states = string.Concat(States(credential, now).Select(state => ", " + state));
        return $"{credential.Username} from {Places(credential.AllowFrom)}{states}{lastUse}{note}";
    }

    private static IEnumerable<string> States(Credential credential, DateTimeOffset now)
    {
        if (!credential.IsEnabled)
            yield return "disabled";

        if (credential.ExpiresAt is { } expiry)
            yield return $"{(expiry <= now ? "expired" : "expires")} {JsonLine.Time(expiry)}";

        if (credential.PreviousUntil > now)
            yield return $"the key before works until {JsonLine.Time(credential.PreviousUntil)}";

        if (credential.ImportedHash is not null)
            yield return "imported key not seen yet";
    }

    /// <summary>What an operator should see in a row: how many credentials are not as they usually are.</summary>
    private static IEnumerable<string> CountStates(IReadOnlyList<Credential> credentials, DateTimeOffset now)
    {
        (string State, int Count)[] counts =
        [
            ("disabled", credentials.Count(credential => !credential.IsEnabled)),
            ("expired", credentials.Count(credential => credential.ExpiresAt <= now)),
            ("to expire", credentials.Count(credential => credential.ExpiresAt > now)),
            ("with an old key that works", credentials.Count(credential => credential.PreviousUntil > now)),
            ("with an imported key not seen yet", credentials.Count(credential => credential.ImportedHash is not null)),
        ];
        return counts.Where(count => count.Count > 0).Select(count => $" ({count.Count} {count.State})");
    }

    private static string Counted(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";

    private static string Places(AllowFrom allowFrom) =>
        allowFrom.Entries.Count == 0 ? "anywhere" : string.Join(", ", allowFrom.Entries);

    // No hash of the key: it is of no use to anybody who may know it, and of some to others.
    private static void WriteCredential(Utf8JsonWriter writer, Credential credential)
    {
        writer.WriteStartObject();
        writer.WriteString("username", credential.Username);
        JsonLine.WriteList(writer, "allowfrom", credential.AllowFrom.Entries);
        writer.WriteBoolean("enabled", credential.IsEnabled);
        writer.WriteString("created", JsonLine.Time(credential.CreatedAt));
        writer.WriteString("expires", JsonLine.Time(credential.ExpiresAt));
        writer.WriteString("last_used", JsonLine.Time(credential.LastUsedAt));
        writer.WriteString("previous_key_until", JsonLine.Time(credential.PreviousUntil));
        writer.WriteBoolean("imported_key", credential.ImportedHash is not null);
        writer.WriteString("note", credential.Note);
        writer.WriteEndObject();
    }

    private static void WriteValues(Utf8JsonWriter writer, IReadOnlyList<LiveValue> values)
    {
        writer.WriteStartArray("values");
        foreach (LiveValue value in values)
        {
            writer.WriteStartObject();
            writer.WriteString("txt", value.Digest.Text);
            writer.WriteString("expires", JsonLine.Time(value.ExpiresAt));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
