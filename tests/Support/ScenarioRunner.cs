using System.Globalization;
using System.Net.Sockets;
using ValidationZone.Authority.Answering;

namespace ValidationZone.Tests.Support;

/// <summary>Runs one row of a scenario file against a fresh zone.</summary>
public sealed class ScenarioRunner
{
    private readonly ScenarioRow _row;
    private readonly Func<AZone, Task<IReadOnlyList<ScenarioPath>>> _open;
    private readonly FakeClock _clock = new();
    private readonly List<string> _records = [];
    private IReadOnlyList<ScenarioPath> _paths = [];
    private AnswererOptions _options = new();
    private int? _limit;
    private bool _isNotLoaded;
    private AZone? _zone;

    private ScenarioRunner(ScenarioRow row, Func<AZone, Task<IReadOnlyList<ScenarioPath>>> open)
    {
        _row = row;
        _open = open;
    }

    private AZone Zone => _zone ??= NewZone();

    /// <summary>Runs the row.</summary>
    /// <param name="row">What is sent, and what must come back.</param>
    /// <param name="open">Opens the paths to a zone; a request goes over each one of its transports.</param>
    /// <exception cref="ScenarioFailedException">A reply is not what the row says.</exception>
    public static async Task RunAsync(ScenarioRow row, Func<AZone, Task<IReadOnlyList<ScenarioPath>>> open)
    {
        var runner = new ScenarioRunner(row, open);
        try
        {
            await runner.RunAsync();
        }
        finally
        {
            foreach (ScenarioPath path in runner._paths)
                await path.DisposeAsync();
        }
    }

    /// <summary>What a row's requests are sent over.</summary>
    public static IReadOnlyList<DnsTransport> TransportsOf(ScenarioRow row) =>
    [
        .. row.Lines.Where(line => IsRequest(line.Text))
            .SelectMany(line => ScenarioRequest.ReadAll(line.Text, cookie: ""))
            .SelectMany(request => request.Transports)
            .Distinct(),
    ];

    private async Task RunAsync()
    {
        int at = 0;
        int exchanges = 0;
        while (at < _row.Lines.Count)
        {
            string text = _row.Lines[at].Text;
            if (!IsRequest(text))
            {
                Change(text);
                at++;
                continue;
            }

            // Several requests in a row share the expectation behind them.
            int firstExpectation = SkipWhile(at, IsRequest);
            int end = SkipWhile(firstExpectation, ScenarioReply.IsExpectation);
            string[] expectation = [.. _row.Lines.Take(firstExpectation..end).Select(line => line.Text)];
            if (_paths.Count == 0)
                _paths = await _open(Zone);

            for (; at < firstExpectation; at++)
                exchanges += await ExchangeAsync(_row.Lines[at], expectation);

            at = end;
        }

        if (exchanges == 0)
            throw new FormatException($"{_row.File}: {_row} sends nothing");

        foreach (ScenarioPath path in _paths)
            await path.EndAsync();
    }

    private int SkipWhile(int at, Func<string, bool> condition)
    {
        while (at < _row.Lines.Count && condition(_row.Lines[at].Text))
            at++;

        return at;
    }

    private void Change(string text)
    {
        string[] words = ScenarioWords.Split(text);
        switch (words[0])
        {
            case "given": Give(words[1], text); break;
            case "load": Zone.Zone.Table.MarkLoaded(); break;
            case "publish": Zone.Publish(ScenarioWords.Name(words[1]), ScenarioWords.Values(words[2..])); break;
            case "remove": Zone.Remove(ScenarioWords.Name(words[1])); break;
            case "wait": _clock.Advance(TimeSpan.FromMinutes(Number(words[1]))); break;
            default: throw new FormatException($"'{text}' is no step");
        }
    }

    private void Give(string what, string text)
    {
        if (_zone is not null)
            throw new FormatException($"'{text}' comes too late");

        string rest = text[(text.IndexOf(what, StringComparison.Ordinal) + what.Length)..].Trim();
        switch (what)
        {
            case "not-loaded": _isNotLoaded = true; break;
            case "identity": _options = _options with { Identity = rest.Trim('"') }; break;
            case "version": _options = _options with { VersionText = rest.Trim('"') }; break;
            case "cookies": _options = _options with { Cookies = CookieSecrets.Generate() }; break;
            case "limit": _limit = Number(rest); break;
            case "record": _records.Add(rest); break;
            default: throw new FormatException($"'{what}' is nothing that can be given");
        }
    }

    private AZone NewZone()
    {
        string masterFile = string.Join('\n', [AZone.MasterFile, .. _records]);
        AZone zone = _isNotLoaded
            ? AZone.NotLoaded(_options, masterFile, _clock)
            : AZone.Loaded(_options, masterFile, _clock);
        if (_limit is { } limit)
            zone.NewLimiter = () => new ResponseRateLimiter(new RateLimitOptions(limit, limit), _clock);

        zone.Limiter = zone.NewLimiter?.Invoke();
        return zone;
    }

    private async Task<int> ExchangeAsync((int Number, string Text) line, string[] expectation)
    {
        int exchanges = 0;
        foreach (ScenarioPath path in _paths)
        {
            foreach (ScenarioRequest request in ScenarioRequest.ReadAll(line.Text, path.Cookie))
            {
                if (!request.Transports.Contains(path.Transport))
                    continue;

                await ExchangeAsync(line, request, path, expectation);
                exchanges++;
            }
        }

        return exchanges;
    }

    private async Task ExchangeAsync(
        (int Number, string Text) line, ScenarioRequest request, ScenarioPath path, string[] expectation)
    {
        string expected = ScenarioReply.Expected(request, expectation, Zone.Zone.Table.Serial);
        string actual;
        try
        {
            byte[] reply = await (expected == ScenarioReply.Silence
                ? path.AskInVainAsync(request.Octets)
                : path.AskAsync(request.Octets));
            actual = ScenarioReply.Describe(reply, request, expectation);
            path.Cookie = ScenarioReply.CookieOf(reply) ?? path.Cookie;
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            actual = $"{e.Message}\n";
        }

        if (expected != actual)
        {
            throw new ScenarioFailedException(
                $"{_row.File}:{line.Number}: {_row}\n{line.Text}\n"
                + $"sent over {path.Name} for {request.QName}: {Convert.ToHexStringLower(request.Octets)}\n"
                + $"expected:\n{expected}got:\n{actual}");
        }
    }

    private static bool IsRequest(string line) =>
        ScenarioReply.IsWord(line, "query") || ScenarioReply.IsWord(line, "octets");

    private static int Number(string word) => int.Parse(word, CultureInfo.InvariantCulture);
}
