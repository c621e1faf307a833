using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ValidationZone.Server.Tests;

/// <summary>Keeps every message, down to the finest level, as it would be printed.</summary>
public sealed class CapturedLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyCollection<string> Lines => _lines;

    public string Text => string.Join('\n', _lines);

    /// <summary>Waits for a line that holds these words.</summary>
    public async Task<string> WaitForAsync(string words)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (true)
        {
            if (_lines.FirstOrDefault(line => line.Contains(words, StringComparison.Ordinal)) is { } found)
                return found;

            await tick.WaitForNextTickAsync(patience.Token);
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        string text = formatter(state, exception);
        // Kestrel's way of saying that the machine has stood still for a second, in the middle of any test.
        if (!text.Contains("the heartbeat has been running for", StringComparison.Ordinal))
            _lines.Enqueue($"{logLevel} {eventId.Id} {text} {exception}");
    }

    public void Dispose()
    {
    }
}
