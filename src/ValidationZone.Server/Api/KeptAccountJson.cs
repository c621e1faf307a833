using System.Buffers;
using System.Text.Json;
using ValidationZone.Accounts;

namespace ValidationZone.Server.Api;

/// <summary>Accounts as lego writes and reads them, one object each.</summary>
internal static class KeptAccountJson
{
    private static readonly string[] Names = ["fulldomain", "subdomain", "username", "password", "server_url"];

    /// <summary>Reads an account, whoever it belongs to.</summary>
    /// <param name="body">The whole body.</param>
    /// <param name="fields">Receives fulldomain, subdomain, username, password and server address, in this order.</param>
    /// <returns><see langword="false"/> when the body is not exactly one JSON object.</returns>
    internal static bool TryRead(byte[] body, out JsonField[] fields)
    {
        fields = new JsonField[Names.Length];
        return ApiJson.TryRead(body, Names, fields);
    }

    /// <summary>Writes an account with its key.</summary>
    internal static ReadOnlyMemory<byte> Write(KeptAccount account, string fulldomain)
    {
        // Large enough that the key is not copied by a growing buffer, but for an address that is very long.
        var octets = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(octets))
        {
            writer.WriteStartObject();
            writer.WriteString(Names[0], fulldomain);
            writer.WriteString(Names[1], account.Subdomain.Text);
            writer.WriteString(Names[2], account.Username);
            writer.WriteString(Names[3], account.Key.Reveal());
            writer.WriteString(Names[4], account.ServerUrl);
            writer.WriteEndObject();
        }

        return octets.WrittenMemory;
    }
}
