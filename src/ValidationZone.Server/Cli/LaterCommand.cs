using System.CommandLine;

namespace ValidationZone.Server.Cli;

/// <summary>A command that has its name and place, and says that it does not work yet.</summary>
internal sealed class LaterCommand : Command
{
    /// <summary>Makes such a command.</summary>
    internal LaterCommand(string name, string description)
        : base(name, $"{description} {Mark}") => SetAction(parsed => Refuse(parsed.InvocationConfiguration.Error));

    /// <summary>What the help says of everything that does not work yet.</summary>
    internal static string Mark => "(not available yet)";

    /// <summary>Says so; whatever is said to it, the answer is the same, and not a complaint about an option.</summary>
    internal int Refuse(TextWriter error)
    {
        string group = Parents.FirstOrDefault() is Command and not RootCommand ? Parents.First().Name + " " : "";
        error.WriteLine($"'{group}{Name}' is not available yet");
        return ExitCode.Usage;
    }
}
