using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ValidationZone.Accounts.Audit;

/// <summary>Where the next page of the audit begins; opaque to whoever passes it on.</summary>
/// <param name="Day">The file.</param>
/// <param name="Offset">The octet in it, between two lines.</param>
public readonly record struct AuditCursor(DateOnly Day, long Offset)
{
    private const string DayFormat = "yyyyMMdd";
    private static readonly int DayLength = DayFormat.Length;

    /// <summary>Reads a cursor.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out AuditCursor cursor)
    {
        cursor = default;
        bool isCursor = text is not null
            && text.Length > DayLength + 1
            && text[DayLength] == '-';
        if (!isCursor)
            return false;

        isCursor = DateOnly.TryParseExact(
                text.AsSpan(0, DayLength), DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            // Digits alone: a sign would lead to before the file.
            & long.TryParse(
                text.AsSpan(DayLength + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long offset);
        if (isCursor)
            cursor = new AuditCursor(day, offset);

        return isCursor;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Day:yyyyMMdd}-{Offset}");
}
