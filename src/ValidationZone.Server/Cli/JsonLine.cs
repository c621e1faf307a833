using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ValidationZone.Server.Cli;

/// <summary>One line of JSON for scripts.</summary>
internal static class JsonLine
{
    /// <summary>Makes the line.</summary>
    internal static string Write(Action<Utf8JsonWriter> write)
    {
        var octets = new ArrayBufferWriter<byte>();
        // The default escapes everything that HTML might mind; this is for terminals and scripts.
        var style = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var writer = new Utf8JsonWriter(octets, style))
            write(writer);

        return Encoding.UTF8.GetString(octets.WrittenSpan);
    }

    /// <summary>A time in ISO 8601, whole seconds, UTC; <see langword="null"/> stays so.</summary>
    internal static string? Time(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Writes a list of texts.</summary>
    internal static void WriteList(Utf8JsonWriter writer, string name, IEnumerable<string> entries)
    {
        writer.WriteStartArray(name);
        foreach (string entry in entries)
            writer.WriteStringValue(entry);

        writer.WriteEndArray();
    }
}
