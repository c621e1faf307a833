namespace ValidationZone.Authority.Zone;

/// <summary>The written form of a time in a master file: seconds, or numbers with units such as <c>1h30m</c>.</summary>
internal static class TtlText
{
    /// <summary>The longest TTL in seconds (RFC 2181 §8).</summary>
    internal const uint MaxSeconds = int.MaxValue;

    /// <summary>Reads a time.</summary>
    /// <param name="text">Digits, or groups of digits and one of the units w, d, h, m, s.</param>
    /// <param name="seconds">The time; a value above <see cref="MaxSeconds"/> stands for all longer ones.</param>
    /// <returns><see langword="false"/> when the text is not of that form.</returns>
    internal static bool TryParse(ReadOnlySpan<char> text, out ulong seconds)
    {
        seconds = 0;
        ulong number = 0;
        bool hasDigits = false;
        bool hasUnits = false;
        foreach (char c in text)
        {
            if (char.IsAsciiDigit(c))
            {
                // Capped with every digit, so that no number of them can wrap around to a short time.
                number = Cap((number * 10) + (uint)(c - '0'));
                hasDigits = true;
                continue;
            }

            ulong unit = UnitSeconds(c);
            if (unit == 0 || !hasDigits)
                return false;

            seconds = Cap(seconds + (number * unit));
            number = 0;
            hasDigits = false;
            hasUnits = true;
        }

        // "90" is seconds; the "30" of "1h30" could be meant as minutes or seconds.
        if (hasUnits == hasDigits)
            return false;

        seconds = Cap(seconds + number);
        return true;
    }

    private static ulong Cap(ulong value) => Math.Min(value, MaxSeconds + 1UL);

    private static ulong UnitSeconds(char unit) => char.ToLowerInvariant(unit) switch
    {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        'd' => 86_400,
        'w' => 604_800,
        _ => 0,
    };
}
