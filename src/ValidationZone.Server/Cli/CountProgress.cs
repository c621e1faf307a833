using System.Globalization;

namespace ValidationZone.Server.Cli;

/// <summary>A line on a terminal that counts while a long command works; elsewhere nothing.</summary>
/// <param name="output">Standard error, so that what is printed can be read by a program.</param>
/// <param name="unit">What is counted.</param>
/// <param name="total">How many there will be; <see langword="null"/> when that is not known.</param>
internal sealed class CountProgress(TextWriter output, string unit, long? total) : IProgress<long>
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    // A file that catches standard error would grow by a line for each tenth of a second.
    private readonly bool _isTerminal = !Console.IsErrorRedirected;
    private long _shownAt = TimeProvider.System.GetTimestamp();
    private bool _isShown;

    /// <inheritdoc/>
    public void Report(long value)
    {
        if (!_isTerminal || TimeProvider.System.GetElapsedTime(_shownAt) < Interval)
            return;

        _shownAt = TimeProvider.System.GetTimestamp();
        _isShown = true;
        string end = total is > 0 ? $" of {Text(total.Value)} ({100 * Math.Min(value, total.Value) / total}%)" : "";
        // Clears to the right, or the end of a longer text would stay behind a shorter one.
        output.Write($"\r{Text(value)}{end} {unit}\e[K");
    }

    /// <summary>Clears the line, so that what comes next has it to itself.</summary>
    internal void Finish()
    {
        if (_isShown)
            output.Write("\r\e[K");
    }

    private static string Text(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
