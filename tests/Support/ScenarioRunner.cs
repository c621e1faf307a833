using System.Text;
using ValidationZone.Authority.Answering;

namespace ValidationZone.Tests.Support;

/// <summary>Runs one row of a scenario file against a fresh zone.</summary>
public sealed class ScenarioRunner
{
    private const string NegativeSoa = "Z 5 SOA ns1.Z hostmaster.Z SERIAL 3600 600 86400 5";
    private readonly ScenarioRow _row;
    private AnswererOptions _options = new();
    private AZone? _zone;

    private ScenarioRunner(ScenarioRow row) => _row = row;

    private AZone Zone => _zone ??= AZone.Loaded(_options);

    /// <exception cref="ScenarioFailedException">A reply is not what the row says.</exception>
    public static void Run(ScenarioRow row) => new ScenarioRunner(row).Run();

    private void Run()
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
            int end = SkipWhile(firstExpectation, IsExpectation);
            string[] expectation = [.. _row.Lines.Take(firstExpectation..end).Select(line => line.Text)];
            for (; at < firstExpectation; at++)
                exchanges += Exchange(_row.Lines[at], expectation);

            at = end;
        }

        if (exchanges == 0)
            throw new FormatException($"{_row.File}: {_row} sends nothing");
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
            case "given": Give(words[1], words[2..]); break;
            case "load": Zone.Zone.Table.MarkLoaded(); break;
            case "publish": Publish(words[1], words[2..]); break;
            case "remove": Zone.Remove(ScenarioWords.Name(words[1])); break;
            default: throw new FormatException($"'{text}' is no step");
        }
    }

    private void Give(string what, string[] values)
    {
        switch (what)
        {
            case "not-loaded": _zone = AZone.NotLoaded(_options); break;
            case "identity": _options = _options with { Identity = values[0].Trim('"') }; break;
            case "version": _options = _options with { VersionText = values[0].Trim('"') }; break;
            default: throw new FormatException($"'{what}' is nothing that can be given");
        }
    }

    private void Publish(string name, string[] values) =>
        Zone.Publish(ScenarioWords.Name(name), [.. values.Select(ScenarioWords.Value)]);

    private int Exchange((int Number, string Text) line, string[] expectation)
    {
        int exchanges = 0;
        foreach (ScenarioRequest request in ScenarioRequest.ReadAll(line.Text))
        {
            foreach (DnsTransport transport in request.Transports)
            {
                ReadOnlySpan<byte> reply = Zone.Send(request.Octets, transport);
                string expected = Expected(request, expectation);
                string actual = reply.IsEmpty ? "silence\n" : Describe(reply, request);
                if (expected != actual)
                    throw Failure(line, request, transport, $"expected:\n{expected}got:\n{actual}");

                exchanges++;
            }
        }

        return exchanges;
    }

    private ScenarioFailedException Failure(
        (int Number, string Text) line, ScenarioRequest request, DnsTransport transport, string difference) => new(
        $"{_row.File}:{line.Number}: {_row}\n{line.Text}\n"
        + $"sent over {transport} for {request.QName}: {Convert.ToHexStringLower(request.Octets)}\n{difference}");

    /// <summary>The reply as text, with every octet that must come back unchanged compared.</summary>
    private static string Describe(ReadOnlySpan<byte> octets, ScenarioRequest request)
    {
        DnsReply reply = DnsReply.Parse(octets);
        var text = new StringBuilder(reply.ToString());
        if (!octets[..2].SequenceEqual(request.Octets.AsSpan(0, 2)))
            text.Append("another ID\n");

        if (((octets[2] ^ request.Octets[2]) & 0x78) != 0)
            text.Append("another opcode\n");

        if (reply.Question.Length > 0 && !request.Octets.AsSpan(12).StartsWith(reply.Question.Span))
            text.Append("another question\n");

        return text.ToString();
    }

    private string Expected(ScenarioRequest request, string[] expectation)
    {
        if (expectation is ["silence"])
            return "silence\n";

        string[] reply = ScenarioWords.Split(expectation.Single(line => IsWord(line, "reply")));
        bool isBare = reply[^1] == "bare";
        int opcode = (request.Octets[2] >> 3) & 15;
        var text = new StringBuilder($"reply {reply[1]} qr");
        foreach (string flag in reply[2..(isBare ? ^1 : ^0)])
            text.Append(' ').Append(flag);

        text.Append(opcode == 0 ? "\n" : $" opcode={opcode}\n");
        if (!isBare)
            text.Append("question ").Append(QuestionText(request)).Append('\n');

        foreach (string section in (string[])["answer", "authority", "additional"])
            AppendSection(text, section, request, expectation);

        foreach (string line in expectation.Where(line => IsWord(line, "opt")))
            text.Append(line).Append('\n');

        return text.ToString();
    }

    private void AppendSection(StringBuilder text, string section, ScenarioRequest request, string[] expectation)
    {
        uint serial = Zone.Zone.Table.Serial;
        IEnumerable<string> records = expectation.Where(line => IsWord(line, section))
            .Select(line => ScenarioWords.Record(line[section.Length..], request.QName, serial));
        if (section == "authority" && expectation.Contains("negative"))
            records = records.Append(ScenarioWords.Record(NegativeSoa, "", serial));

        foreach (string record in records.Order(StringComparer.Ordinal))
            text.Append(section).Append(' ').Append(record).Append('\n');
    }

    private static string QuestionText(ScenarioRequest request)
    {
        int at = 12;
        string name = WireName.Read(request.Octets, ref at);
        int type = (request.Octets[at] << 8) | request.Octets[at + 1];
        int recordClass = (request.Octets[at + 2] << 8) | request.Octets[at + 3];
        return $"{name} {DnsMnemonics.ClassWord(recordClass)} {DnsMnemonics.TypeWord(type)}";
    }

    private static bool IsRequest(string line) => IsWord(line, "query") || IsWord(line, "octets");

    private static bool IsExpectation(string line) => Array.Exists(
        ["reply", "silence", "answer", "authority", "additional", "negative", "opt"], word => IsWord(line, word));

    private static bool IsWord(string line, string word) =>
        line == word || line.StartsWith(word + ' ', StringComparison.Ordinal);
}
