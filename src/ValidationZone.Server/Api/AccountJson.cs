using System.Buffers;
using System.Text.Json;
using ValidationZone.Accounts;

namespace ValidationZone.Server.Api;

/// <summary>A new account as one compact line, fields in the order that acme-dns gives them.</summary>
internal static class AccountJson
{
    /// <summary>Writes the account with its key: the one time that the key is told.</summary>
    internal static ReadOnlyMemory<byte> Write(Account account)
    {
        var octets = new ArrayBufferWriter<byte>(320);
        using (var writer = new Utf8JsonWriter(octets))
        {
            writer.WriteStartObject();
            writer.WriteString("username", account.Username);
            writer.WriteString("password", account.Key.Reveal());
            writer.WriteString("fulldomain", account.Fulldomain);
            writer.WriteString("subdomain", account.Subdomain.Text);
            writer.WriteStartArray("allowfrom");
            foreach (string entry in account.AllowFrom.Entries)
                writer.WriteStringValue(entry);

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return octets.WrittenMemory;
    }
}
