using System.Globalization;
using ValidationZone.Storage.AcmeDns;

namespace ValidationZone.Server.Import;

/// <summary>Tells how far an import has come: a bar on a terminal, a line now and then elsewhere.</summary>
internal sealed class ImportProgress(TextWriter output, long total, bool isTerminal, TimeProvider clock)
    : IProgress<AcmeDnsReport>
{
    private const int BarWidth = 40;

    // Seldom enough for a log, often enough that nobody takes it for dead.
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan BarInterval = TimeSpan.FromMilliseconds(100);

    private long _shownAt = clock.GetTimestamp();
    private bool _isBarShown;

    /// <inheritdoc/>
    public void Report(AcmeDnsReport value)
    {
        if (clock.GetElapsedTime(_shownAt) < (isTerminal ? BarInterval : LineInterval))
            return;

        _shownAt = clock.GetTimestamp();
        if (!isTerminal)
        {
            output.WriteLine($"{Count(value.ReadCount)} of {Count(total)} accounts");
            return;
        }

        // Accounts that were registered meanwhile may make it more than there were.
        double part = Math.Min(1, (double)value.ReadCount / Math.Max(total, 1));
        string bar = new string('#', (int)(part * BarWidth)).PadRight(BarWidth, '.');
        output.Write($"\r[{bar}] {part * 100,3:F0} %  {Count(value.ReadCount)} of {Count(total)}");
        _isBarShown = true;
    }

    /// <summary>Clears the bar, so that what comes next has the line to itself.</summary>
    internal void Finish()
    {
        if (_isBarShown)
            output.Write("\r\e[K");
    }

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
