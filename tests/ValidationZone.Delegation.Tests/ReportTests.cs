using System.Text.Json;
using ValidationZone.Delegation.Report;

namespace ValidationZone.Delegation.Tests;

public sealed class ReportTests
{
    private static readonly CheckReport Healthy = new()
    {
        Domain = "www.example.org",
        Name = "_acme-challenge.www.example.org",
        Zone = "auth.example.net",
        ProductionZone = "example.org",
        Target = "5c9a.auth.example.net",
        Chain = ["_acme-challenge.www.example.org", "5c9a.auth.example.net"],
        Values = 2,
        NegativeTtlSeconds = 5,
        IsProductionSigned = true,
        Servers = [new ServerFact("example.org", "ns1.example.org", "192.0.2.1", Answers: true)],
        Findings = [],
        Questions = 12,
    };

    private const string Expected = """
        {"domain":"www.example.org","name":"_acme-challenge.www.example.org","verdict":"ok",
        "zone":"auth.example.net","productionZone":"example.org","target":"5c9a.auth.example.net",
        "chain":["_acme-challenge.www.example.org","5c9a.auth.example.net"],"values":2,"negativeTtl":5,
        "dnssec":{"production":"signed","validation":"unknown"},
        "servers":[{"zone":"example.org","name":"ns1.example.org","address":"192.0.2.1","answers":true}],
        "findings":[{"code":"some-code","severity":"warning","seen":"a","why":"b","fix":"c"}],"questions":12}
        """;

    [Fact]
    public void JSON_has_the_fields_that_scripts_rely_on()
    {
        CheckReport report = Healthy with { Findings = [new("some-code", FindingSeverity.Warning, "a", "b", "c")] };

        string json = ReportJson.Write(report);

        Assert.Equal(Expected.ReplaceLineEndings(""), json);
    }

    [Fact]
    public void What_is_not_known_is_null()
    {
        CheckReport report =
            Healthy with { ProductionZone = null, Target = null, Values = null, NegativeTtlSeconds = null };

        using var json = JsonDocument.Parse(ReportJson.Write(report));

        Assert.All(
            ["productionZone", "target", "values", "negativeTtl"],
            name => Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty(name).ValueKind));
    }

    [Theory]
    [InlineData(new FindingSeverity[0], "Works", "This would work.")]
    [InlineData(new[] { FindingSeverity.Warning }, "Works", "This would work, with 1 warning.")]
    [InlineData(new[] { FindingSeverity.Warning, FindingSeverity.Unknown }, "Unknown", "could not be told")]
    [InlineData(new[] { FindingSeverity.Error, FindingSeverity.Unknown, FindingSeverity.Error }, "Fails", "2 errors.")]
    public void Worst_finding_makes_the_verdict(FindingSeverity[] severities, string verdict, string words)
    {
        CheckReport report =
            Healthy with { Findings = [.. severities.Select(each => new Finding("code", each, "seen", "why", "fix"))] };

        Assert.Equal(verdict, $"{report.Verdict}");
        Assert.Contains(words, new ReportText(isColoured: false).Write(report).Split('\n')[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Text_has_facts_findings_and_verdict()
    {
        CheckReport report = Healthy with { Findings = [new("some-code", FindingSeverity.Error, "a", "b", "c")] };

        string text = new ReportText(isColoured: false).Write(report);

        Assert.Equal(
            """
            www.example.org
              asked by a CA    _acme-challenge.www.example.org
              production zone  example.org, 1 of 1 server address in order, signed
              alias            5c9a.auth.example.net
              validation zone  auth.example.net, no server asked, DNSSEC unknown
              values there now 2
              negative TTL     5 s
              questions sent   12

            error some-code
              seen  a
              why   b
              mend  c

            This would fail: 1 error.
            """,
            text);
    }

    [Fact]
    public void Nothing_from_the_network_moves_the_terminal()
    {
        const string Evil = "a\u001b[31mb\r\nc\u009bd\u202ee\u2028f";
        CheckReport report = Healthy with
        {
            Chain = [Evil, Evil],
            Findings = [new("code", FindingSeverity.Error, Evil, Evil, Evil)],
        };

        string text = new ReportText(isColoured: false).Write(report);

        Assert.DoesNotContain(text, c => c != '\n' && (char.IsControl(c) || c is '\u202e' or '\u2028'));
        Assert.Contains("a\\u001B[31mb\\u000D\\u000Ac\\u009Bd\\u202Ee\\u2028f", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Colours_are_shown_only_where_they_are_wanted()
    {
        Assert.Contains('\e', new ReportText(isColoured: true).Write(Healthy));
        Assert.DoesNotContain('\e', new ReportText(isColoured: false).Write(Healthy));
    }
}
