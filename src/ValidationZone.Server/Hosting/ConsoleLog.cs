namespace ValidationZone.Server.Hosting;

/// <summary>One line a message on standard error; standard output belongs to the start screen.</summary>
internal static class ConsoleLog
{
    /// <summary>Makes the loggers.</summary>
    internal static ILoggerFactory Create(LogLevel level) => LoggerFactory.Create(logging =>
    {
        SetLevels(logging, level);
        // Made by the container and not handed to it, so that it is disposed of and the last lines are written.
        logging.Services.AddSingleton<ILoggerProvider>(_ =>
            new LineLog(Console.OpenStandardError(), TimeProvider.System));
    });

    /// <summary>Lets our own messages through from a level on, the framework's only when something is wrong.</summary>
    internal static void SetLevels(ILoggingBuilder logging, LogLevel level)
    {
        // Below a warning the framework prints raw request paths, which may hold operator tokens.
        logging.SetMinimumLevel(level);
        logging.AddFilter("Microsoft", level > LogLevel.Warning ? level : LogLevel.Warning);
        // With a logger that takes anything at all, the host makes a trace activity for every request and carries it
        // through each await, a tenth of an update's cost. It has nothing to say that Kestrel or the API does not.
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
    }
}
