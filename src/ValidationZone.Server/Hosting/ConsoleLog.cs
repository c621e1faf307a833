using System.Globalization;
using Microsoft.Extensions.Logging.Console;

namespace ValidationZone.Server.Hosting;

/// <summary>One line a message on standard error; standard output belongs to the start screen.</summary>
internal static class ConsoleLog
{
    /// <summary>Makes the loggers.</summary>
    internal static ILoggerFactory Create(LogLevel level) => LoggerFactory.Create(logging =>
    {
        SetLevels(logging, level);
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            // Logs of several machines, and those of the CA, can be laid side by side.
            console.UseUtcTimestamp = true;
            console.TimestampFormat = CultureInfo.InvariantCulture.DateTimeFormat.SortableDateTimePattern + "'Z' ";
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });
        logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    });

    /// <summary>Lets our own messages through from a level on, the framework's only when something is wrong.</summary>
    internal static void SetLevels(ILoggingBuilder logging, LogLevel level)
    {
        // Below a warning the framework prints raw request paths, which may hold operator tokens.
        logging.SetMinimumLevel(level);
        logging.AddFilter("Microsoft", level > LogLevel.Warning ? level : LogLevel.Warning);
    }
}
