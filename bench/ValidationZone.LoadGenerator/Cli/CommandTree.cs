using System.CommandLine;
using System.CommandLine.Invocation;
using System.Net.Sockets;
using ValidationZone.Accounts;

namespace ValidationZone.LoadGenerator.Cli;

/// <summary>Every command there is.</summary>
internal static class CommandTree
{
    /// <summary>Runs what the arguments say.</summary>
    /// <returns>The process's exit code.</returns>
    internal static async Task<int> RunAsync(string[] arguments)
    {
        var console = new InvocationConfiguration { EnableDefaultExceptionHandler = false };
        ParseResult parsed = Build().Parse(arguments);

        // The whole help after each misspelt option would push the one line that matters out of sight.
        if (parsed.Action is ParseErrorAction wrong)
            wrong.ShowHelp = false;

        try
        {
            int code = await parsed.InvokeAsync(console);
            return parsed.Action is ParseErrorAction ? ExitCode.Usage : code;
        }
        catch (Exception e) when (
            e is IOException or SocketException or UnauthorizedAccessException or StoreUnavailableException)
        {
            await console.Error.WriteLineAsync($"loadgenerator: {e.Message}");
            return ExitCode.Failure;
        }
        catch (FormatException e)
        {
            await console.Error.WriteLineAsync($"loadgenerator: {e.Message}");
            return ExitCode.Usage;
        }
    }

    private static RootCommand Build()
    {
        var shared = new LoadOptions();
        return new RootCommand(
            "Puts load on a name server or on the API, and checks every reply. Figures are printed one a line, a name "
            + "and a number. Exit code 3 says that replies were wrong or lost.")
        {
            new ZoneCommand(shared).Create(),
            new WaitCommand(shared).Create(),
            new UdpCommand(shared).Create(),
            new TcpCommand(shared).Create(),
            new HttpCommand(shared).Create(),
            new FloodCommand(shared).Create(),
            new BaselineCommand().Create(),
            new ChartCommand().Create(),
        };
    }
}
