using System.CommandLine;
using System.Net;
using ValidationZone.LoadGenerator.Measuring;
using ValidationZone.LoadGenerator.Synthetic;
using ValidationZone.LoadGenerator.Udp;

namespace ValidationZone.LoadGenerator.Cli;

/// <summary><c>udp</c>: questions over UDP.</summary>
internal sealed class UdpCommand(LoadOptions shared)
{
    // 16 bits of ID hold the slot and enough turns to tell a late reply.
    private const int LargestWindow = 8192;

    // Long enough that a cycle does not fit into a processor's cache, short enough to be written in a second.
    private const int ShortestCycle = 65_536;
    private const int LongestCycle = 1 << 20;

    private readonly Option<int> _window =
        LoadOptions.Number("--window", "N", "How many questions wait for replies at a time on each socket", 128, 1);

    private readonly Option<int> _sockets =
        LoadOptions.Number("--sockets", "N", "How many sockets ask, each on a thread of its own", 1, 1);

    private readonly Option<bool> _cookie =
        new("--cookie") { Description = "Learn the server's cookie first, and send it with each question" };

    private readonly Option<int> _echo = LoadOptions.Number(
        "--echo", "OCTETS", "The other end is no name server: it echoes datagrams of this length", 0, 0);

    /// <summary>Makes the command.</summary>
    internal Command Create()
    {
        var command = new Command("udp", "Ask over UDP, check every reply, and print the figures")
        {
            shared.Server, shared.Zone, shared.Names, shared.Missing, shared.Seconds, shared.WarmUp, shared.Patience,
            shared.Rate, _window, _sockets, shared.Edns, _cookie, shared.Changing, shared.Pid, shared.Threads, _echo,
        };
        command.SetAction(Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        IPEndPoint server = IPEndPoint.Parse(parsed.GetRequiredValue(shared.Server));
        QuestionOptions questions = shared.Questions(parsed) with { EchoLength = parsed.GetValue(_echo) };
        if (parsed.GetValue(_cookie))
            questions = questions with { Cookie = Handshake.LearnCookie(server, questions) };
        else
            Handshake.Ask(server, questions);

        int count = (int)Math.Clamp(questions.Names, ShortestCycle, LongestCycle);
        int sockets = parsed.GetValue(_sockets);
        QuestionCycle[] cycles =
            [.. Enumerable.Range(0, sockets).Select(i => new QuestionCycle(questions, count, (long)i * count))];
        LoadSchedule schedule = shared.PatientSchedule(parsed);
        int window = Math.Min(LargestWindow, parsed.GetValue(_window));
        Action<Tally>[] threads = [.. cycles.Select(cycle => (Action<Tally>)new UdpLoad(server, cycle, window, schedule)
        {
            Rate = schedule.Rate / sockets,
        }.Run)];
        InvocationConfiguration console = parsed.InvocationConfiguration;
        var runner = new LoadRunner(schedule, shared.Process(parsed), console.Output, console.Error);
        bool isRight = runner.Run("queries", threads);
        Array.ForEach(cycles, cycle => cycle.Dispose());
        return isRight ? ExitCode.Success : ExitCode.Mistakes;
    }
}
