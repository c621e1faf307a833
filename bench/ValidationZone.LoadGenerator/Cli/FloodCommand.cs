using System.CommandLine;
using System.Net;
using ValidationZone.LoadGenerator.Http;
using ValidationZone.LoadGenerator.Measuring;

namespace ValidationZone.LoadGenerator.Cli;

/// <summary><c>flood</c>: what a flood of wrong keys costs those who have a right one.</summary>
internal sealed class FloodCommand(LoadOptions shared)
{
    private readonly Option<string> _api =
        LoadOptions.Endpoint("--api", "Where the API is, without TLS", "127.0.0.1:8080");

    private readonly Option<int> _connections =
        LoadOptions.Number("--connections", "N", "Keep-alive connections for right keys, and as many for wrong", 16, 1);

    private readonly Option<double> _updates =
        LoadOptions.Number("--updates", "R", "Right updates a second, in all rounds", 500.0, 1.0);

    private readonly Option<double> _flood =
        LoadOptions.Number("--flood", "R", "Wrong keys a second, in every second round", 5000.0, 1.0);

    private readonly Option<int> _rounds =
        LoadOptions.Number("--rounds", "N", "How many times to measure each", 5, 1);

    /// <summary>Makes the command.</summary>
    internal Command Create()
    {
        var command = new Command(
            "flood", "Update with right keys, in turn without and with a flood of wrong ones, and compare the times")
        {
            _api, _connections, _updates, _flood, _rounds, shared.Names, shared.Seconds, shared.Pid,
        };
        command.SetAction(Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        var flood = new KeyFlood(
            IPEndPoint.Parse(parsed.GetRequiredValue(_api)),
            parsed.GetValue(shared.Names),
            parsed.GetValue(_updates),
            parsed.GetValue(_flood),
            parsed.GetValue(_connections),
            parsed.GetValue(shared.Seconds));
        var report = new FloodReport(new LoadReport(parsed.InvocationConfiguration.Output));
        ServerProcess? watched = shared.Process(parsed);

        // The first has everything to compile and to cache; nobody looks at it.
        flood.Run(isFlooded: true, watched);
        for (int round = 0; round < parsed.GetValue(_rounds); round++)
        {
            report.AddIdle(flood.Run(isFlooded: false, watched).Updates);
            (Tally updates, Tally wrong, ServerUse? use) = flood.Run(isFlooded: true, watched);
            report.AddFlooded(updates, wrong, use?.Time.User + use?.Time.System, flood.Seconds);
        }

        report.Print();
        return report.IsRight ? ExitCode.Success : ExitCode.Mistakes;
    }
}
