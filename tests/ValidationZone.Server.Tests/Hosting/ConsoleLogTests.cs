using Microsoft.Extensions.Logging;
using ValidationZone.Server.Hosting;

namespace ValidationZone.Server.Tests.Hosting;

public sealed class ConsoleLogTests
{
    [Theory]
    [InlineData("Microsoft.AspNetCore.Hosting.Diagnostics", false)]
    [InlineData("Microsoft.AspNetCore.Server.Kestrel", true)]
    public void Host_that_makes_an_activity_for_each_logged_request_is_given_no_logger(string category, bool isLogged)
    {
        using ILoggerFactory loggers = LoggerFactory.Create(logging =>
        {
            ConsoleLog.SetLevels(logging, LogLevel.Trace);
            logging.AddProvider(new LineLog(Stream.Null, TimeProvider.System));
        });

        bool isEnabled = loggers.CreateLogger(category).IsEnabled(LogLevel.Critical);

        Assert.Equal(isLogged, isEnabled);
    }
}
