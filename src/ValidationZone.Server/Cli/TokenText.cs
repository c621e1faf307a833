using System.Globalization;
using System.Text.Json;
using ValidationZone.Accounts;

namespace ValidationZone.Server.Cli;

/// <summary>Operator tokens as text, for people and for scripts.</summary>
internal static class TokenText
{
    /// <summary>A new token with its secret, for people.</summary>
    internal static string Describe(OperatorToken token, string secret) => $"""
        token  {secret}
        id     {token.Id}
        role   {RoleName(token)}
        The token is shown this once and cannot be shown again.
        """;

    /// <summary>A token on one line, for people.</summary>
    internal static string ToRow(OperatorToken token)
    {
        string quota = token.Quota?.ToString(CultureInfo.InvariantCulture) ?? "any number";
        string state = token.RevokedAt is null ? "" : $", revoked {JsonLine.Time(token.RevokedAt)}";
        string expiry = token.ExpiresAt is null ? "" : $", expires {JsonLine.Time(token.ExpiresAt)}";
        string lastUse = token.LastUsedAt is null ? "" : $", last used {JsonLine.Time(token.LastUsedAt)}";
        string made = $"{token.Id}  {RoleName(token),-9}  made {JsonLine.Time(token.CreatedAt)}";
        return $"{made}, used {token.Used} of {quota}{lastUse}{expiry}{state}  {token.Note}".TrimEnd();
    }

    /// <summary>A token, for scripts; its secret only when it is new.</summary>
    internal static void Write(Utf8JsonWriter writer, OperatorToken token, string? secret)
    {
        writer.WriteStartObject();
        // A new token has its secret; one that is listed never has, since only a hash of it is stored.
        if (secret is not null)
            writer.WriteString("token", secret);

        writer.WriteString("id", token.Id);
        writer.WriteString("role", RoleName(token));
        JsonLine.WriteList(writer, "allowfrom", token.AllowFrom.Entries);
        writer.WriteString("created", JsonLine.Time(token.CreatedAt));
        writer.WriteString("expires", JsonLine.Time(token.ExpiresAt));
        writer.WriteString("revoked", JsonLine.Time(token.RevokedAt));
        // Written out, null or not: a script tells "any number" from a field that it has misspelt.
        if (token.Quota is int quota)
            writer.WriteNumber("quota", quota);
        else
            writer.WriteNull("quota");

        writer.WriteNumber("used", token.Used);
        writer.WriteString("last_used", JsonLine.Time(token.LastUsedAt));
        writer.WriteString("note", token.Note);
        writer.WriteEndObject();
    }

    private static string RoleName(OperatorToken token) => token.Role.ToString().ToLowerInvariant();
}
