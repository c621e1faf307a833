using System.CommandLine;
using ValidationZone.Server.Configuration;

namespace ValidationZone.Server.Cli;

/// <summary>The options that several commands share, and what they set in the configuration.</summary>
internal sealed class CommonOptions
{
    // No option here has a default of its own: what is not given must leave the file and the environment alone.

    /// <summary><c>--config</c>.</summary>
    internal Option<string?> Config { get; } = new("--config")
    {
        HelpName = "FILE",
        Description = "Read settings from this JSON file; VALIDATIONZONE_* variables and options override it",
    };

    /// <summary><c>--database</c>.</summary>
    internal Option<string?> Database { get; } = new("--database")
    {
        HelpName = "CONN",
        Description = "The store, sqlite:PATH [default: sqlite:data/validationzone.db]",
    };

    /// <summary><c>--zone</c>.</summary>
    internal Option<string?> Zone { get; } = new("--zone")
    {
        HelpName = "NAME",
        Description = "The zone that is served [default: auth.example.org]",
    };

    /// <summary><c>--json</c>.</summary>
    internal Option<bool> Json { get; } = new("--json") { Description = "Print one line of JSON" };

    /// <summary>What the shared options set, by configuration key.</summary>
    internal Dictionary<string, string?> Flags(ParseResult parsed)
    {
        var flags = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        Add(flags, "Database", parsed.GetValue(Database));
        Add(flags, "Zone:Name", parsed.GetValue(Zone));
        return flags;
    }

    /// <summary>All layers together, with the flags on top.</summary>
    internal IConfiguration Load(
        ParseResult parsed, IReadOnlyDictionary<string, string?> flags, List<string> problems) =>
        ConfigurationLayers.Load(parsed.GetValue(Config), Environment.GetEnvironmentVariables(), flags, problems);

    /// <summary>Prints every problem.</summary>
    // All at once: an operator who mends one mistake a start needs many starts.
    internal static int Report(TextWriter error, IReadOnlyList<string> problems)
    {
        foreach (string problem in problems)
            error.WriteLine($"validationzone: {problem}");

        return ExitCode.Usage;
    }

    /// <summary>Sets a key when the option was given.</summary>
    internal static void Add(Dictionary<string, string?> flags, string key, string? value)
    {
        if (value is not null)
            flags[key] = value;
    }
}
