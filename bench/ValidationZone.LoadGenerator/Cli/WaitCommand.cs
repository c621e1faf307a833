using System.CommandLine;
using System.Diagnostics;
using System.Net;
using ValidationZone.LoadGenerator.Measuring;
using ValidationZone.LoadGenerator.Udp;

namespace ValidationZone.LoadGenerator.Cli;

/// <summary><c>wait</c>: until a server has loaded its zone.</summary>
internal sealed class WaitCommand(LoadOptions shared)
{
    private readonly Option<double> _timeout =
        LoadOptions.Number("--timeout", "S", "When to give up", 60.0, 0.1);

    /// <summary>Makes the command.</summary>
    internal Command Create()
    {
        var command = new Command("wait", "Wait until a server answers for the zone's last name, and print how long")
        {
            shared.Server, shared.Zone, shared.Names, _timeout, shared.Pid,
        };
        command.SetAction(Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        IPEndPoint server = IPEndPoint.Parse(parsed.GetRequiredValue(shared.Server));
        long begin = Stopwatch.GetTimestamp();
        Handshake.WaitUntilRight(
            server, shared.Questions(parsed), TimeSpan.FromSeconds(parsed.GetValue(_timeout)));
        var report = new LoadReport(parsed.InvocationConfiguration.Output);
        report.Print("waited_ms", Stopwatch.GetElapsedTime(begin).TotalMilliseconds, "0");
        if (shared.Process(parsed) is { } process)
            report.Print("server_rss_mib", process.ReadResidentMebibytes(), "0");

        return ExitCode.Success;
    }
}
