using System.Text.Json;
using System.Text.Unicode;

namespace ValidationZone.Server.Api;

/// <summary>Reads request objects strictly: one reading of a body is the only one there can be.</summary>
/// <remarks>
/// Names match in any letter case. A known field that comes twice, in whatever case or escape, makes the body
/// malformed, because another parser in front of us could have judged the other one. Unknown fields are skipped.
/// </remarks>
internal static class ApiJson
{
    // Real bodies have two levels; a parser that follows brackets deeper is work for whoever sends them.
    private const int MaxDepth = 8;
    // Twice as long as any field that is asked for; it bounds the stack.
    private const int LongestName = 32;

    // Nobody may send one, and a receiver may look past it (RFC 8259 §8.1).
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads a body that may also be empty or <c>null</c>, which both mean an object without fields.</summary>
    internal static bool TryReadOptional(ReadOnlySpan<byte> body, ReadOnlySpan<string> names, Span<JsonField> fields)
    {
        ReadOnlySpan<byte> trimmed = body.Trim(" \t\r\n"u8);
        return trimmed.IsEmpty || trimmed.SequenceEqual("null"u8) || TryRead(body, names, fields);
    }

    /// <summary>Reads an object.</summary>
    /// <param name="body">The whole body, UTF-8; a byte order mark is let pass.</param>
    /// <param name="names">The fields to take, in lower case.</param>
    /// <param name="fields">Receives them, in the same order.</param>
    /// <returns><see langword="false"/> when the body is anything but exactly one JSON object.</returns>
    internal static bool TryRead(ReadOnlySpan<byte> body, ReadOnlySpan<string> names, Span<JsonField> fields)
    {
        int skipped = body.StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;
        // The reader checks only what it decodes. Bad octets in a skipped field would leave two readings of one body.
        if (!Utf8.IsValid(body))
            return false;

        try
        {
            // The mark becomes white space, so that positions stay those of the body.
            return skipped == 0
                ? TryReadObject(body, names, fields)
                : TryReadObject([.. "   "u8, .. body[skipped..]], names, fields);
        }
        catch (JsonException)
        {
            return false;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, written as an escape.
            return false;
        }
    }

    private static bool TryReadObject(ReadOnlySpan<byte> json, ReadOnlySpan<string> names, Span<JsonField> fields)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return false;

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            int index = IndexOfName(ref reader, names);
            reader.Read();
            if (index < 0)
                reader.Skip();
            // What a repeated name means depends on who reads it (RFC 8259 §4).
            else if (fields[index].IsPresent)
                return false;
            else
                fields[index] = JsonField.Read(ref reader);
        }

        // Octets behind the object are an error of the reader or a second value: not the one object that was asked for.
        return !reader.Read();
    }

    private static int IndexOfName(ref Utf8JsonReader reader, ReadOnlySpan<string> names)
    {
        // An escaped name is up to six times as long as the name that it means.
        if (reader.ValueSpan.Length > LongestName * 6)
            return -1;

        Span<char> name = stackalloc char[LongestName * 6];
        name = name[..reader.CopyString(name)];
        for (int i = 0; i < names.Length; i++)
        {
            if (name.Equals(names[i], StringComparison.OrdinalIgnoreCase))
                return i;
        }

        return -1;
    }
}
