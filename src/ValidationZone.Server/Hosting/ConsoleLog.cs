using System.Globalization;
using Microsoft.Extensions.Logging.Console;

namespace ValidationZone.Server.Hosting;

/// <summary>One line a message on standard error; standard output belongs to the start screen and to command output.</summary>
internal static class ConsoleLog
{
    /// <summary>Makes the loggers.</summary>
    /// <param name="levels">The least level by category; <c>Default</c> is for every other one.</param>
    internal static ILoggerFactory Create(IReadOnlyDictionary<string, LogLevel> levels) => LoggerFactory.Create(logging =>
    {
        logging.SetMinimumLevel(levels.GetValueOrDefault("Default", LogLevel.Information));
        logging.AddFilter("Microsoft", LogLevel.Warning);
        foreach ((string category, LogLevel level) in levels.Where(entry => entry.Key != "Default"))
            logging.AddFilter(category, level);

        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = CultureInfo.InvariantCulture.DateTimeFormat.SortableDateTimePattern + "'Z' ";
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });
        logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    });
}
