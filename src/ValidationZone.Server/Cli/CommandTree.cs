using System.CommandLine;
using System.CommandLine.Invocation;
using ValidationZone.Accounts;

namespace ValidationZone.Server.Cli;

/// <summary>Every command there is.</summary>
internal static class CommandTree
{
    /// <summary>Runs what the arguments say.</summary>
    /// <returns>The process's exit code.</returns>
    internal static async Task<int> RunAsync(string[] arguments)
    {
        // The serve command handles signals itself: the library would end the process two seconds after the first.
        var configuration = new InvocationConfiguration
        {
            ProcessTerminationTimeout = null,
            // Faults are told below: a missing file in one line, and only a bug with all its frames.
            EnableDefaultExceptionHandler = false,
        };
        ParseResult parsed = Build().Parse(arguments);
        // Before any complaint about options: which ones such a command will have is not known yet.
        if (parsed is { Action: ParseErrorAction, CommandResult.Command: LaterCommand later })
            return later.Refuse(configuration.Error);

        // The whole help after each misspelt option would push the one line that matters out of sight.
        if (parsed.Action is ParseErrorAction wrong)
            wrong.ShowHelp = false;

        try
        {
            int code = await parsed.InvokeAsync(configuration);
            // The library ends with 1 here, which scripts take for work that was tried and failed.
            return parsed.Action is ParseErrorAction ? ExitCode.Usage : code;
        }
        catch (StoreUnavailableException e)
        {
            return await FailAsync(configuration, e);
        }
        catch (IOException e)
        {
            // A file, a folder or a port that cannot be had; the message names it.
            return await FailAsync(configuration, e);
        }
        catch (UnauthorizedAccessException e)
        {
            return await FailAsync(configuration, e);
        }
        catch (Exception e)
        {
            // The last edge: a bug is shown in full and the process ends.
            await configuration.Error.WriteLineAsync($"validationzone: unexpected fault: {e}");
            return ExitCode.Failure;
        }
    }

    private static async Task<int> FailAsync(InvocationConfiguration configuration, Exception reason)
    {
        await configuration.Error.WriteLineAsync($"validationzone: {reason.Message}");
        return ExitCode.Failure;
    }

    private static RootCommand Build()
    {
        var common = new CommonOptions();
        var serve = new ServeCommand(common);
        var root = new RootCommand(
            "An authoritative DNS server for one ACME validation zone, and its API. "
            + "Without a command it serves with the defaults.")
        {
            serve.Create(),
            new CheckCommand(common).Create(),
            new TokenCommands(common).Create(),
            new AccountCommands(common).Create(),
            new BackupCommand(common).Create(),
            new ImportCommands(common).Create(),
            new Command("key", $"Show and replace the zone's DNSSEC keys {LaterCommand.Mark}")
            {
                new LaterCommand("show", "Show the keys"),
                new LaterCommand("ds", "Print the DS records for the parent zone"),
                new LaterCommand("roll", "Replace a key"),
            },
        };
        // The first try of a new user is the bare name: it should do something useful, on loopback.
        root.SetAction(serve.RunWithDefaultsAsync);
        return root;
    }
}
