using System.CommandLine;
using System.CommandLine.Parsing;

namespace ValidationZone.Server.Cli;

/// <summary>Commands that have their name and place, and say that they do not work yet.</summary>
internal static class LaterCommands
{
    /// <summary>Makes such a command; it takes any arguments.</summary>
    internal static Command Create(string name, string description)
    {
        // Whatever is said to it, the answer is the same, and not a complaint about an option.
        var command = new Command(name, $"{description} (not available yet)") { TreatUnmatchedTokensAsErrors = false };
        command.SetAction(parsed =>
        {
            parsed.InvocationConfiguration.Error.WriteLine($"'{FullName(parsed)}' is not available yet");
            return ExitCode.Usage;
        });
        return command;
    }

    private static string FullName(ParseResult parsed)
    {
        string name = parsed.CommandResult.Command.Name;
        return parsed.CommandResult.Parent is CommandResult { Command: not RootCommand } parent
            ? $"{parent.Command.Name} {name}"
            : name;
    }
}
