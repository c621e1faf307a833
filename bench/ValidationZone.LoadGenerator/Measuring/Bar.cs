using System.Globalization;

namespace ValidationZone.LoadGenerator.Measuring;

/// <summary>One bar of a chart.</summary>
/// <param name="Group">What it is compared within.</param>
/// <param name="Label">What it stands for.</param>
/// <param name="Value">How long it is, compared with the longest of its group.</param>
internal sealed record Bar(string Group, string Label, double Value)
{
    /// <summary>Reads group, label and number, with tabs between them.</summary>
    /// <exception cref="FormatException">The line is not that.</exception>
    internal static Bar Parse(string line)
    {
        string[] fields = line.Split('\t');
        return fields.Length == 3
            && double.TryParse(fields[2], NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? new Bar(fields[0], fields[1], value)
            : throw new FormatException($"'{line}' is not a group, a label and a number with tabs between them");
    }
}
