using System.CommandLine;
using ValidationZone.LoadGenerator.Synthetic;
using ValidationZone.Wire;

namespace ValidationZone.LoadGenerator.Cli;

/// <summary><c>zone</c>: the same names and values for each server.</summary>
internal sealed class ZoneCommand(LoadOptions shared)
{
    private readonly Option<string> _format = new("--format")
    {
        HelpName = "zonefile|sqlite",
        Description = "A zone file for NSD, Knot, BIND and PowerDNS, or this server's own database",
        Required = true,
    };

    private readonly Option<string> _out = new("--out")
    {
        HelpName = "PATH",
        Description = "The file to write; a database that is there gets more names",
        Required = true,
    };

    private readonly Option<long> _first = LoadOptions.Number("--first", "N", "Begin with this name", 0L, 0L);

    /// <summary>Makes the command.</summary>
    internal Command Create()
    {
        _format.AcceptOnlyFromAmong("zonefile", "sqlite");
        var command = new Command("zone", "Write names with two values each, for one server or another")
        {
            _format, _out, shared.Names, _first, shared.Zone,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        string path = parsed.GetRequiredValue(_out);
        long first = parsed.GetValue(_first);
        long names = parsed.GetValue(shared.Names);
        TextWriter progress = parsed.InvocationConfiguration.Error;
        DomainName apex = SyntheticZone.Apex(parsed.GetRequiredValue(shared.Zone));
        if (parsed.GetValue(_format) == "zonefile")
            await ZoneFileWriter.WriteAsync(path, apex, first, names);
        else
            await DatabaseWriter.WriteAsync(path, first, names, progress, cancellation);

        await progress.WriteLineAsync($"{path}: {names} names");
        return ExitCode.Success;
    }
}
