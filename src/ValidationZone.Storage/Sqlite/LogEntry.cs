using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ValidationZone.Storage.Sqlite;

/// <summary>A line of <see cref="RevocationLog"/>: milliseconds since 1970, and what was taken away.</summary>
/// <param name="At">When.</param>
/// <param name="Fact">A line of <see cref="Revocation"/>, or the ceiling of serials.</param>
internal sealed record LogEntry(DateTimeOffset At, string Fact)
{
    internal const string Serial = "serial";

    private static readonly long Latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>The words of the fact; the first says what kind it is.</summary>
    internal string[] Words => Fact.Split(' ');

    internal static bool TryParse(string line, [NotNullWhen(true)] out LogEntry? entry)
    {
        entry = null;
        int blank = line.IndexOf(' ', StringComparison.Ordinal);
        if (blank < 0
            || !long.TryParse(line.AsSpan(0, blank), NumberStyles.None, CultureInfo.InvariantCulture, out long at)
            // Beyond the calendar the conversion throws, and one damaged line would stop each start.
            || at > Latest)
        {
            return false;
        }

        entry = new LogEntry(DateTimeOffset.FromUnixTimeMilliseconds(at), line[(blank + 1)..]);
        return true;
    }
}
