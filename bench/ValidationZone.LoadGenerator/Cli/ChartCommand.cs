using System.CommandLine;
using ValidationZone.LoadGenerator.Measuring;

namespace ValidationZone.LoadGenerator.Cli;

/// <summary><c>chart</c>: bars as an SVG file.</summary>
internal sealed class ChartCommand
{
    private readonly Option<string> _out = new("--out")
    {
        HelpName = "PATH",
        Description = "The file to write",
        Required = true,
    };

    private readonly Option<string> _title = new("--title")
    {
        HelpName = "TEXT",
        Description = "What stands above the bars",
        DefaultValueFactory = _ => "",
    };

    /// <summary>Makes the command.</summary>
    internal Command Create()
    {
        var command = new Command(
            "chart", "Draw bars from lines of standard input: group, label and number, with tabs between them")
        {
            _out, _title,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        string text = await Console.In.ReadToEndAsync(cancellation);
        string[] lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string chart = BarChart.Draw(parsed.GetRequiredValue(_title), [.. lines.Select(Bar.Parse)]);
        await File.WriteAllTextAsync(parsed.GetRequiredValue(_out), chart, cancellation);
        return ExitCode.Success;
    }
}
