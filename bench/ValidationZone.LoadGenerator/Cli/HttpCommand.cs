using System.CommandLine;
using System.Net;
using ValidationZone.LoadGenerator.Http;
using ValidationZone.LoadGenerator.Measuring;

namespace ValidationZone.LoadGenerator.Cli;

/// <summary><c>http</c>: updates over the API.</summary>
internal sealed class HttpCommand(LoadOptions shared)
{
    private readonly Option<string> _api =
        LoadOptions.Endpoint("--api", "Where the API is, without TLS", "127.0.0.1:8080");

    private readonly Option<int> _connections =
        LoadOptions.Number("--connections", "N", "How many keep-alive connections", 64, 1);

    private readonly Option<string> _exchange = new("--request")
    {
        HelpName = "update|register|empty",
        Description = "What to ask for: new values, new accounts, or nothing at all",
        DefaultValueFactory = _ => "update",
    };

    private readonly Option<string?> _visible = new("--visible-at")
    {
        HelpName = "ADDRESS:PORT",
        Description = "After each reply, ask this DNS server whether it serves the new value",
    };

    /// <summary>Makes the command.</summary>
    internal Command Create()
    {
        _exchange.AcceptOnlyFromAmong("update", "register", "empty");
        var command = new Command("http", "Update over HTTP, check every reply, and print the figures")
        {
            _api, _exchange, _connections, shared.Zone, shared.Names, shared.Seconds, shared.WarmUp, shared.Rate,
            _visible, shared.Pid,
        };
        command.SetAction(Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        string api = parsed.GetRequiredValue(_api);
        LoadSchedule schedule = shared.Schedule(parsed);
        HttpExchange exchange = Enum.Parse<HttpExchange>(parsed.GetRequiredValue(_exchange), ignoreCase: true);
        var writer = new HttpRequestWriter(api, parsed.GetValue(shared.Names));
        var load = new HttpLoad(IPEndPoint.Parse(api), exchange, writer, schedule)
        {
            Connections = parsed.GetValue(_connections),
            NewVisibilityCheck = Visibility(parsed),
        };
        InvocationConfiguration console = parsed.InvocationConfiguration;
        var runner = new LoadRunner(schedule, shared.Process(parsed), console.Output, console.Error);
        return runner.Run("updates", [load.Run]) ? ExitCode.Success : ExitCode.Mistakes;
    }

    private Func<VisibilityCheck>? Visibility(ParseResult parsed) =>
        parsed.GetValue(_visible) is string server
            ? () => new VisibilityCheck(IPEndPoint.Parse(server), shared.Questions(parsed))
            : null;
}
