using System.Globalization;
using System.Text;

namespace ValidationZone.Server.Api.V1;

/// <summary>Reads what stands in fields and parameters, strictly.</summary>
internal static class V1Fields
{
    /// <summary>The longest note in characters.</summary>
    internal const int LongestNote = 256;

    // RFC 3339 §5.6: the offset is never left out, or the time would be that of whichever place the server is in.
    private static readonly string[] TimeFormats =
        ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>Whether a text may be a note: what is shown on screens and in logs of others holds text only.</summary>
    internal static bool IsNote(string? text) =>
        text is null
        // Runes, as a category belongs to a whole pair. Format characters could show a note as what it is not.
        || (text.Length <= LongestNote && text.EnumerateRunes().All(rune =>
            Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.OtherNotAssigned)));

    /// <summary>Reads a time of RFC 3339.</summary>
    internal static bool TryReadTime(string text, out DateTimeOffset time)
    {
        time = default;
        // The framework takes a time without offset too, and means its own.
        bool hasOffset = text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-' && text[^3] == ':');
        return hasOffset
            && DateTimeOffset.TryParseExact(
                text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
    }

    /// <summary>Reads when something ends; no text is never.</summary>
    /// <returns><see langword="false"/> when it is no time, or not in the future.</returns>
    internal static bool TryReadExpires(string? text, DateTimeOffset now, out DateTimeOffset? expires)
    {
        expires = null;
        if (text is null)
            return true;

        bool isFuture = TryReadTime(text, out DateTimeOffset time) && time > now;
        expires = isFuture ? time : null;
        return isFuture;
    }
}
