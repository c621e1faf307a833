using System.Text;

namespace ValidationZone.Authority.Zone;

/// <summary>What is wrong with one master file, up to the number that an operator still reads.</summary>
internal sealed class ZoneFileProblems(string path)
{
    /// <summary>How many problems one load reports.</summary>
    internal const int MaxCount = 20;

    // A field may be megabytes long, and a terminal obeys control characters.
    private const int MaxQuotedLength = 60;
    private readonly List<(ZoneFilePosition Position, string Words)> _problems = [];

    internal bool IsEmpty => _problems.Count == 0;

    /// <summary>Whether looking for more is useless.</summary>
    internal bool IsFull => _problems.Count >= MaxCount;

    /// <summary>Shows a piece of the file in a message: short, and with no control characters.</summary>
    internal static string Quote(string text)
    {
        var quoted = new StringBuilder("'");
        foreach (char c in text.AsSpan(0, Math.Min(text.Length, MaxQuotedLength)))
            quoted.Append(c is >= ' ' and < (char)0x7F ? c.ToString() : $"\\u{(int)c:X4}");

        return quoted.Append(text.Length > MaxQuotedLength ? "...'" : "'").ToString();
    }

    internal void Add(ZoneFilePosition position, string words) => _problems.Add((position, words));

    internal ZoneFileException ToException() =>
        // Sorted here: rules are checked after the whole file was read and report in an order of their own.
        new([.. _problems
            .OrderBy(problem => problem.Position)
            .Take(MaxCount)
            .Select(problem => $"{path}:{problem.Position.Line}:{problem.Position.Column}: {problem.Words}")]);
}
