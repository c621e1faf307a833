using System.Globalization;

namespace ValidationZone.Server.Configuration;

/// <summary>A number as operators write it: digits and nothing else.</summary>
internal static class WholeNumber
{
    /// <summary>Reads a number, or adds a problem and returns the least.</summary>
    internal static int Read(string? text, string key, (int Least, int Most) bounds, List<string> problems)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && number >= bounds.Least && number <= bounds.Most)
            return number;

        problems.Add($"{key}: '{text}' is not a whole number from {bounds.Least} to {bounds.Most}");
        // The least, so that what is checked against this number does not complain about it once more.
        return bounds.Least;
    }
}
