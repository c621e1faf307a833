using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ValidationZone.Server.Configuration;

/// <summary>Durations as operators write them: a whole number and a unit, seconds without one.</summary>
internal static class Duration
{
    /// <summary>The grammar in words, for error messages and help.</summary>
    internal const string Grammar =
        "a whole number followed by s, m, h or d (seconds when there is no letter), such as 90s or 24h";

    // Added to the present time, such a duration stays far from the end of the calendar.
    private const int MostDays = 3650;

    /// <summary>Reads a duration; <see langword="false"/> for anything else, and for more than ten years.</summary>
    internal static bool TryParse(string? text, [NotNullWhen(true)] out TimeSpan? duration)
    {
        duration = null;
        if (string.IsNullOrEmpty(text))
            return false;

        // One form only: 1h30m and 00:05:00 are readable, but five grammars are five chances to be wrong.
        int unitSeconds = UnitSeconds(text[^1]);
        string digits = char.IsAsciiDigit(text[^1]) ? text : text[..^1];
        if (unitSeconds == 0
            || !long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long count)
            // Divided and not multiplied, which could pass the end of the numbers.
            || count > MostDays * 86_400L / unitSeconds)
        {
            return false;
        }

        duration = TimeSpan.FromSeconds(count * unitSeconds);
        return true;
    }

    private static int UnitSeconds(char last) => last switch
    {
        's' or 'S' => 1,
        'm' or 'M' => 60,
        'h' or 'H' => 3_600,
        'd' or 'D' => 86_400,
        >= '0' and <= '9' => 1,
        _ => 0,
    };
}
