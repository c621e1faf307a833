using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using ValidationZone.LoadGenerator.Measuring;
using ValidationZone.LoadGenerator.Synthetic;

namespace ValidationZone.LoadGenerator.Cli;

/// <summary>The options that several commands share.</summary>
internal sealed class LoadOptions
{
    internal Option<string> Server { get; } = Endpoint("--server", "Where the DNS server is", "127.0.0.1:5353");

    internal Option<string> Zone { get; } = new("--zone")
    {
        HelpName = "NAME",
        Description = "The zone that is served",
        DefaultValueFactory = _ => "auth.example.org",
    };

    internal Option<long> Names { get; } = Number("--names", "N", "How many names the zone has", 100_000L, 1L);

    internal Option<double> Seconds { get; } = Number("--seconds", "S", "How long to measure", 5.0, 0.1);

    internal Option<double> WarmUp { get; } = Number("--warmup", "S", "How long to run before measuring", 1.0, 0.0);

    internal Option<double> Rate { get; } =
        Number("--rate", "R", "Requests a second, whatever comes back; 0 for as many as are answered", 0.0, 0.0);

    internal Option<int> Patience { get; } =
        Number("--patience", "S", "After how many seconds without a reply a question counts as lost", 1, 1);

    internal Option<int> Pid { get; } =
        Number("--pid", "PID", "The server's process: reads processor time and memory of it and its children", 0, 0);

    internal Option<string> Threads { get; } = new("--threads")
    {
        HelpName = "NAME",
        Description = "With --pid: also the processor time of those of its threads whose names begin so",
        DefaultValueFactory = _ => "",
    };

    internal Option<int> Missing { get; } =
        Number("--missing", "PERCENT", "How many of a hundred questions are about no existing name", 10, 0);

    internal Option<int> Edns { get; } =
        Number("--edns", "SIZE", "Ask with EDNS and take replies of this size; 0 for none", 1232, 0);

    internal Option<bool> Changing { get; } =
        new("--changing") { Description = "Updates are running: take every value that belongs to the name" };

    /// <summary>Makes an option for a number with a lowest value.</summary>
    internal static Option<T> Number<T>(string name, string unit, string description, T standard, T least)
        where T : IComparable<T>
    {
        var option = new Option<T>(name)
        {
            HelpName = unit,
            Description = description,
            DefaultValueFactory = _ => standard,
        };
        option.Validators.Add(result =>
        {
            // What is no number at all is the parser's own complaint.
            if (result.Tokens.Count == 1 && IsLess(result, least))
                result.AddError($"{name} must be at least {least}");
        });
        return option;
    }

    /// <summary>Makes an option for an address with its port.</summary>
    internal static Option<string> Endpoint(string name, string description, string? standard)
    {
        var option = new Option<string>(name) { HelpName = "ADDRESS:PORT", Description = description };
        if (standard is not null)
            option.DefaultValueFactory = _ => standard;

        option.Validators.Add(result =>
        {
            string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "127.0.0.1:1";
            if (!IPEndPoint.TryParse(text, out IPEndPoint? endpoint) || endpoint.Port == 0)
                result.AddError($"{name} '{text}' is not an address with a port, such as 127.0.0.1:5353");
        });
        return option;
    }

    /// <summary>When to measure.</summary>
    internal LoadSchedule Schedule(ParseResult parsed) =>
        new(parsed.GetValue(WarmUp), parsed.GetValue(Seconds), parsed.GetValue(Rate));

    /// <summary>When to measure, and for how long to wait for what does not come.</summary>
    internal LoadSchedule PatientSchedule(ParseResult parsed) =>
        new(parsed.GetValue(WarmUp), parsed.GetValue(Seconds), parsed.GetValue(Rate))
        {
            Patience = parsed.GetValue(Patience) * Stopwatch.Frequency,
        };

    /// <summary>The process to watch; <see langword="null"/> for none.</summary>
    internal ServerProcess? Process(ParseResult parsed) =>
        parsed.GetValue(Pid) is int id and > 0 ? new ServerProcess(id, parsed.GetValue(Threads) ?? "") : null;

    /// <summary>What to ask.</summary>
    internal QuestionOptions Questions(ParseResult parsed) => new()
    {
        Apex = SyntheticZone.Apex(parsed.GetRequiredValue(Zone)),
        Names = parsed.GetValue(Names),
        MissingPercent = Math.Min(100, parsed.GetValue(Missing)),
        EdnsSize = Math.Min(ushort.MaxValue, parsed.GetValue(Edns)),
        IsChanging = parsed.GetValue(Changing),
    };

    private static bool IsLess<T>(OptionResult result, T least)
        where T : IComparable<T> =>
        double.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out double value)
        && value < Convert.ToDouble(least, CultureInfo.InvariantCulture);
}
