using System.Text.Json;

namespace ValidationZone.Server.Api;

/// <summary>One field of a request object.</summary>
internal readonly struct JsonField
{
    private JsonField(JsonTokenType type, string? text, IReadOnlyList<string>? items, Range raw)
    {
        Type = type;
        Text = text;
        Items = items;
        Raw = raw;
    }

    /// <summary>The value's first token; <see cref="JsonTokenType.None"/> when the field is absent.</summary>
    internal JsonTokenType Type { get; }

    /// <summary>The value when it is a string.</summary>
    internal string? Text { get; }

    /// <summary>The entries when the value is a list of strings.</summary>
    internal IReadOnlyList<string>? Items { get; }

    /// <summary>Where in the body the value stands, quotes included.</summary>
    internal Range Raw { get; }

    /// <summary>Whether the field is there.</summary>
    internal bool IsPresent => Type != JsonTokenType.None;

    /// <summary>Reads the value that the reader stands on, to its end.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    /// <exception cref="InvalidOperationException">A string holds half a surrogate pair.</exception>
    internal static JsonField Read(ref Utf8JsonReader reader)
    {
        // Before the value is read: reading moves the reader on.
        JsonTokenType type = reader.TokenType;
        int start = (int)reader.TokenStartIndex;
        string? text = type == JsonTokenType.String ? reader.GetString() : null;
        IReadOnlyList<string>? items = type == JsonTokenType.StartArray ? ReadItems(ref reader) : null;
        if (type == JsonTokenType.StartObject)
            reader.Skip();

        return new JsonField(type, text, items, start..(int)reader.BytesConsumed);
    }

    private static List<string>? ReadItems(ref Utf8JsonReader reader)
    {
        var items = new List<string>();
        bool areStrings = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.String)
                items.Add(reader.GetString()!);
            else
                areStrings = false;

            // Moves on only from the start of an object or a list.
            reader.Skip();
        }

        return areStrings ? items : null;
    }
}
