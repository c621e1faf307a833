using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using ValidationZone.Server.Configuration;
using ValidationZone.Server.Hosting;

namespace ValidationZone.Server.Cli;

/// <summary><c>serve</c>: runs the server until it is told to stop.</summary>
internal sealed class ServeCommand(CommonOptions common)
{
    private readonly Option<string?> _zoneFile = new("--zone-file")
    {
        HelpName = "FILE",
        Description = "A master file with the zone's static records [default: none, the apex is synthesised]",
    };

    private readonly Option<string[]> _dns = new("--dns")
    {
        HelpName = "ADDR:PORT",
        Description = "Where DNS listens, UDP and TCP; repeat for more; TLS is set by file [default: 127.0.0.1:5353]",
    };

    private readonly Option<string[]> _api = new("--api")
    {
        HelpName = "URL",
        Description = "Where the API listens; repeat for more [default: http://127.0.0.1:8080]",
    };

    private readonly Option<string?> _registration = new("--registration")
    {
        HelpName = "open|token|closed",
        Description = "Who may create accounts [default: open when only loopback reaches the API, else closed]",
    };

    private readonly Option<bool> _printConfig = new("--print-config")
    {
        Description = "Print the effective settings as JSON, secrets masked, and end",
    };

    /// <summary>Makes the command.</summary>
    internal Command Create()
    {
        var command = new Command("serve", "Answer DNS questions and serve the API, until SIGTERM")
        {
            common.Config, common.Zone, _zoneFile, _dns, _api, common.Database, _registration, _printConfig,
        };
        command.SetAction(RunAsync);
        return command;
    }

    /// <summary>Serves without any option.</summary>
    internal Task<int> RunWithDefaultsAsync(ParseResult parsed) => RunAsync(parsed);

    private async Task<int> RunAsync(ParseResult parsed)
    {
        TextWriter output = parsed.InvocationConfiguration.Output;
        TextWriter error = parsed.InvocationConfiguration.Error;
        var problems = new List<string>();
        IConfiguration configuration = common.Load(parsed, Flags(parsed), problems);
        bool isPrintOnly = parsed.GetValue(_printConfig);
        // Before the check: whoever looks for a mistake needs to see what was understood.
        if (isPrintOnly)
            await output.WriteLineAsync(PrintedConfiguration.Print(ServerOptions.From(configuration)));

        if (!OptionsCheck.TryCheck(configuration, out ServerSettings? settings, problems))
            return CommonOptions.Report(error, problems);

        return isPrintOnly ? ExitCode.Success : await ServeAsync(settings, output);
    }

    private Dictionary<string, string?> Flags(ParseResult parsed)
    {
        Dictionary<string, string?> flags = common.Flags(parsed);
        CommonOptions.Add(flags, "Zone:File", parsed.GetValue(_zoneFile));
        CommonOptions.Add(flags, "Registration:Mode", parsed.GetValue(_registration));
        AddList(flags, "Dns:Listen", parsed.GetValue(_dns));
        AddList(flags, "Api:Listen", parsed.GetValue(_api));
        return flags;
    }

    private static void AddList(Dictionary<string, string?> flags, string key, string[]? values)
    {
        for (int i = 0; i < values?.Length; i++)
            // From 0 on, also over a longer list in the file: one list replaces another as a whole.
            flags[string.Create(CultureInfo.InvariantCulture, $"{key}:{i}")] = values[i];
    }

    private static async Task<int> ServeAsync(ServerSettings settings, TextWriter output)
    {
        // Declared before the signals that set it, so that it is disposed of after them.
        using var stop = new CancellationTokenSource();
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, RequestStop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, RequestStop);
        // Outlives the host, so that its last words are still written.
        using ILoggerFactory loggers = ConsoleLog.Create(settings.LogLevel);
        try
        {
            var environment = new ServerEnvironment(TimeProvider.System, loggers, ConnectionLimits.Default);
            await using ServerHost host = await ServerHost.StartAsync(settings, environment, stop.Token);
            ILogger log = loggers.CreateLogger("ValidationZone");
            await PrintAsync(output, StartScreen.Print(settings, host), log);
            await Task.Delay(Timeout.InfiniteTimeSpan, stop.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await PrintAsync(output, "stopping: no new requests, those under way are brought to their end\n", log);
            await host.StopAsync();
            await PrintAsync(output, "stopped\n", log);
            return ExitCode.Success;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Told to stop while it was still loading.
            return ExitCode.Success;
        }

        void RequestStop(PosixSignalContext signal)
        {
            // Without this the runtime would end the process as soon as this handler returns.
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    /// <summary>Prints at once: service managers and scripts wait for these lines through a pipe.</summary>
    private static async Task PrintAsync(TextWriter output, string text, ILogger log)
    {
        try
        {
            await output.WriteAsync(text);
            await output.FlushAsync();
        }
        catch (IOException e)
        {
            // A full disk behind a redirection is no reason to stop answering.
            Log.NotPrinted(log, e.Message);
        }
        catch (UnauthorizedAccessException e)
        {
            // So the runtime reports a descriptor that was closed by whoever started the process.
            Log.NotPrinted(log, e.Message);
        }
    }
}
