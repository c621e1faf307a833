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

    /// <summary>A stored account, for people.</summary>
    internal static string Describe(StoredSubdomain stored, DomainName apex)
    {
        var text = new StringBuilder();
        text.AppendLine($"fulldomain  {stored.Subdomain.ToFulldomain(apex)}");
        text.AppendLine($"created     {JsonLine.Time(stored.CreatedAt)}");
        if (stored.DeletedAt is not null)
            text.AppendLine($"deleted     {JsonLine.Time(stored.DeletedAt)}");

        if (stored.Note is not null)
            text.AppendLine($"note        {stored.Note}");

        foreach (Credential credential in stored.Credentials)
        {
            string state = credential.IsEnabled ? "" : ", disabled";
            text.AppendLine($"credential  {credential.Username} from {Places(credential.AllowFrom)}{state}");
        }

        foreach (LiveValue value in stored.Values)
            text.AppendLine($"value       {value.Digest.Text} until {JsonLine.Time(value.ExpiresAt)}");

        return text.ToString().TrimEnd();
    }

    /// <summary>A stored account on one line, for people.</summary>
    internal static string ToRow(StoredSubdomain stored) =>
        $"{stored.Subdomain.Text}  made {JsonLine.Time(stored.CreatedAt)}, "
            + $"{stored.Credentials.Count} credentials, {stored.Values.Count} values  {stored.Note}".TrimEnd();

    /// <summary>A stored account, for scripts.</summary>
    internal static string ToJson(StoredSubdomain stored, DomainName apex) => JsonLine.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("subdomain", stored.Subdomain.Text);
        writer.WriteString("fulldomain", stored.Subdomain.ToFulldomain(apex));
        writer.WriteString("created", JsonLine.Time(stored.CreatedAt));
        writer.WriteString("deleted", JsonLine.Time(stored.DeletedAt));
        writer.WriteString("note", stored.Note);
        writer.WriteStartArray("credentials");
        foreach (Credential credential in stored.Credentials)
            WriteCredential(writer, credential);

        writer.WriteEndArray();
        WriteValues(writer, stored.Values);
        writer.WriteEndObject();
    });

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
