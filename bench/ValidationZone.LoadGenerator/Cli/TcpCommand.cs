using System.CommandLine;
using System.Net;
using ValidationZone.LoadGenerator.Measuring;
using ValidationZone.LoadGenerator.Synthetic;
using ValidationZone.LoadGenerator.Tcp;

namespace ValidationZone.LoadGenerator.Cli;

/// <summary><c>tcp</c>: questions over TCP, pipelined.</summary>
internal sealed class TcpCommand(LoadOptions shared)
{
    private const int CycleLength = 32_768;
    private const int LargestWindow = 4096;

    private readonly Option<int> _connections =
        LoadOptions.Number("--connections", "N", "How many connections, each on a thread of its own", 4, 1);

    private readonly Option<int> _window =
        LoadOptions.Number("--window", "N", "How many questions wait for replies at a time on each connection", 64, 1);

    /// <summary>Makes the command.</summary>
    internal Command Create()
    {
        var command = new Command("tcp", "Ask over TCP, check every reply, and print the figures")
        {
            shared.Server, shared.Zone, shared.Names, shared.Missing, shared.Seconds, shared.WarmUp, shared.Patience,
            _connections, _window, shared.Edns, shared.Changing, shared.Pid,
        };
        command.SetAction(Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        IPEndPoint server = IPEndPoint.Parse(parsed.GetRequiredValue(shared.Server));
        QuestionOptions questions = shared.Questions(parsed);
        LoadSchedule schedule = shared.PatientSchedule(parsed);
        int window = Math.Min(LargestWindow, parsed.GetValue(_window));
        QuestionCycle[] cycles =
        [
            .. Enumerable.Range(0, parsed.GetValue(_connections))
                .Select(i => new QuestionCycle(questions, CycleLength, (long)i * CycleLength)),
        ];
        Action<Tally>[] threads =
            [.. cycles.Select(cycle => (Action<Tally>)new TcpLoad(server, cycle, window, schedule).Run)];
        InvocationConfiguration console = parsed.InvocationConfiguration;
        var runner = new LoadRunner(schedule, shared.Process(parsed), console.Output, console.Error);
        bool isRight = runner.Run("queries", threads);
        Array.ForEach(cycles, cycle => cycle.Dispose());
        return isRight ? ExitCode.Success : ExitCode.Mistakes;
    }
}
