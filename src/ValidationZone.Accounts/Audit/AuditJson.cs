using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text.Json;

namespace ValidationZone.Accounts.Audit;

/// <summary>An audit entry as a JSON object on one line; a field that has nothing to say is left out.</summary>
public static class AuditJson
{
    /// <summary>Writes an entry as one object.</summary>
    public static void Write(Utf8JsonWriter writer, in AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteString("at"u8, entry.At.UtcDateTime);
        WriteText(writer, "request"u8, entry.Request.ToString());
        writer.WriteString("actor"u8, AuditWords.Of(entry.Actor.Kind));
        WriteText(writer, "id"u8, entry.Actor.IdText);
        WriteText(writer, "source"u8, entry.Source?.ToString());
        writer.WriteString("action"u8, AuditWords.Of(entry.Action));
        WriteText(writer, "subdomain"u8, entry.Subdomain?.Text);
        WriteText(writer, "target"u8, entry.Target?.ToString("D"));
        writer.WriteString("outcome"u8, entry.Outcome.Word);
        WriteNumber(writer, "authenticated_us"u8, entry.Phases.Authenticated);
        WriteNumber(writer, "committed_us"u8, entry.Phases.Committed);
        WriteNumber(writer, "published_us"u8, entry.Phases.Published);
        WriteNumber(writer, "acknowledged_us"u8, entry.Phases.Acknowledged);
        WriteNumber(writer, "count"u8, entry.Count);
        writer.WriteEndObject();
    }

    /// <summary>Appends an entry and the end of its line.</summary>
    internal static void WriteLine(ArrayBufferWriter<byte> lines, in AuditEntry entry)
    {
        using (var writer = new Utf8JsonWriter(lines))
            Write(writer, entry);

        // The only one: inside of texts JSON has control characters escaped (RFC 8259 §7), whatever a user is called.
        lines.Write("\n"u8);
    }

    /// <summary>
    /// Reads a line; <see langword="false"/> for one that is torn, or that a newer program has written with words that
    /// are not known here.
    /// </summary>
    internal static bool TryRead(ReadOnlyMemory<byte> line, out AuditEntry entry)
    {
        entry = default;
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.ValueKind == JsonValueKind.Object && TryRead(document.RootElement, out entry);
        }
        catch (JsonException)
        {
            // What a crash has left of a line is no reason to hide the others.
            return false;
        }
    }

    private static bool TryRead(JsonElement line, out AuditEntry entry)
    {
        entry = default;
        bool isKnown = AuditWords.TryRead(Text(line, "action"), out AuditAction action)
            & TryReadActor(line, out AuditActor actor)
            & AuditOutcome.IsWord(Text(line, "outcome"))
            & TryReadTime(line, out DateTimeOffset at);
        // Without these four it tells nothing. Any other field that cannot be read is left out.
        if (!isKnown)
            return false;

        entry = new AuditEntry
        {
            At = at,
            Request = RequestId.TryParse(Text(line, "request"), out RequestId request) ? request : default,
            Actor = actor,
            Source = IPAddress.TryParse(Text(line, "source"), out IPAddress? source) ? source : null,
            Action = action,
            Subdomain = Subdomain.TryParse(Text(line, "subdomain"), out Subdomain? subdomain) ? subdomain : null,
            Target = ReadUuid(Text(line, "target")),
            Outcome = AuditOutcome.Of(Text(line, "outcome")!),
            Phases = ReadPhases(line),
            Count = Number(line, "count"),
        };
        return true;
    }

    private static AuditPhases ReadPhases(JsonElement line) => new(
        (int?)Number(line, "authenticated_us"),
        (int?)Number(line, "committed_us"),
        (int?)Number(line, "published_us"),
        (int?)Number(line, "acknowledged_us"));

    private static bool TryReadActor(JsonElement line, out AuditActor actor)
    {
        bool isKind = AuditWords.TryRead(Text(line, "actor"), out AuditActorKind kind);
        string id = Text(line, "id") ?? "";
        Guid uuid = ReadUuid(id) ?? Guid.Empty;
        actor = kind switch
        {
            AuditActorKind.Credential => AuditActor.Credential(uuid),
            AuditActorKind.Token => AuditActor.Token(uuid),
            AuditActorKind.CommandLine => AuditActor.CommandLine(id),
            AuditActorKind.Server => AuditActor.Server,
            _ => AuditActor.Anonymous,
        };
        return isKind;
    }

    private static Guid? ReadUuid(string? text) => Guid.TryParseExact(text, "D", out Guid uuid) ? uuid : null;

    private static bool TryReadTime(JsonElement line, out DateTimeOffset at)
    {
        at = default;
        return line.TryGetProperty("at", out JsonElement value)
            && value.ValueKind == JsonValueKind.String
            && value.TryGetDateTimeOffset(out at);
    }

    private static string? Text(JsonElement line, string name) =>
        line.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static long? Number(JsonElement line, string name) =>
        line.TryGetProperty(name, out JsonElement value)
        && value.ValueKind == JsonValueKind.Number
        && value.TryGetInt64(out long number)
            ? number
            : null;

    private static void WriteText(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
            writer.WriteString(name, text);
    }

    private static void WriteNumber(Utf8JsonWriter writer, ReadOnlySpan<byte> name, long? number)
    {
        if (number is long known)
            writer.WriteNumber(name, known);
    }
}
