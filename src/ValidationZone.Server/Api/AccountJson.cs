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
        // Larger than an account without a list of addresses, so that the key is not copied by a growing buffer.
        var octets = new ArrayBufferWriter<byte>(320);
        using (var writer = new Utf8JsonWriter(octets))
        {
            writer.WriteStartObject();
            // One line, or acme.sh, which reads it with sed, finds nothing. A serializer and no string format, so that
            // nothing in a list of addresses can end a string.
            writer.WriteString("username", account.Username);
            writer.WriteString("password", account.Key.Reveal());
            writer.WriteString("fulldomain", account.Fulldomain);
            writer.WriteString("subdomain", account.Subdomain.Text);
            // Always there, empty or not: clients go through it without a look.
            writer.WriteStartArray("allowfrom");
            foreach (string entry in account.AllowFrom.Entries)
                writer.WriteStringValue(entry);

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return octets.WrittenMemory;
    }
}
