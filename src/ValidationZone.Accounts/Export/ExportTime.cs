using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ValidationZone.Accounts.Export;

/// <summary>Times in one form only: UTC, with milliseconds, which is how exactly a store keeps them.</summary>
internal sealed class ExportTime : JsonConverter<DateTimeOffset>
{
    private const string Form = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        string? text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

        // Nothing of ours is older, and a store takes such a time for damage.
        return DateTimeOffset.TryParseExact(text, Form, CultureInfo.InvariantCulture, Utc, out DateTimeOffset time)
            && time >= DateTimeOffset.UnixEpoch
            ? time
            : throw new JsonException();
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture));
}
