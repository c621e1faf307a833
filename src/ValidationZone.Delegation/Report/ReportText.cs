using System.Globalization;
using System.Text;

namespace ValidationZone.Delegation.Report;

/// <summary>A report as text, for people: facts, then findings, then the verdict.</summary>
/// <remarks>
/// Lines of the network's making are escaped here once more, whatever wrote them: a TXT record or a name with escape
/// sequences must not turn a failure green on the terminal of whoever asks.
/// </remarks>
/// <param name="isColoured">Whether the text is for a terminal that shows colours.</param>
public sealed class ReportText(bool isColoured)
{
    // The eight colours that every terminal has, on whatever background.
    private const string Red = "\e[31m";
    private const string Yellow = "\e[33m";
    private const string Green = "\e[32m";
    private const string Bold = "\e[1m";
    private const string Plain = "\e[0m";

    /// <summary>Makes the text; it ends without a line break.</summary>
    public string Write(CheckReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var text = new StringBuilder();
        WriteFacts(text, report);
        // Facts stay short, for what is wrong must still be on the screen when the command ends.
        foreach (Finding finding in report.Findings)
            WriteFinding(text, finding);

        text.AppendLine();
        text.Append(Verdict(report));
        return text.ToString();
    }

    private void WriteFacts(StringBuilder text, CheckReport report)
    {
        text.AppendLine(Coloured(Bold, Shown.Line(report.Domain)));
        Fact(text, "asked by a CA", report.Name);
        Fact(text, "production zone", report.ProductionZone is string zone
            ? $"{zone}, {Servers(report, zone)}, {Signing(report.IsProductionSigned)}"
            : "not found");
        Fact(text, "alias", report.Chain.Count > 1 ? string.Join(" -> ", report.Chain.Skip(1)) : "none");
        Fact(text, "validation zone", $"{report.Zone}, {Servers(report, report.Zone)}, "
            + Signing(report.IsValidationSigned));
        if (report.Values is int values)
        {
            Fact(
                text, "values there now", values == 0 ? "none; the client publishes them when needed" : Number(values));
        }

        if (report.NegativeTtlSeconds is long seconds)
            Fact(text, "negative TTL", $"{Number(seconds)} s");

        Fact(text, "questions sent", Number(report.Questions));
    }

    private static void Fact(StringBuilder text, string name, string value) =>
        text.AppendLine(CultureInfo.InvariantCulture, $"  {name,-16} {Shown.Line(value)}");

    private void WriteFinding(StringBuilder text, Finding finding)
    {
        string colour = finding.Severity == FindingSeverity.Error ? Red : Yellow;
        string severity = finding.Severity.ToString().ToLowerInvariant();
        text.AppendLine();
        text.Append(Coloured(colour, severity)).Append(' ').AppendLine(finding.Code);
        text.Append("  seen  ").AppendLine(Shown.Line(finding.Seen));
        text.Append("  why   ").AppendLine(Shown.Line(finding.Why));
        text.Append("  mend  ").AppendLine(Shown.Line(finding.Fix));
    }

    private string Verdict(CheckReport report)
    {
        int errors = report.Findings.Count(finding => finding.Severity == FindingSeverity.Error);
        int warnings = report.Findings.Count(finding => finding.Severity == FindingSeverity.Warning);
        return report.Verdict switch
        {
            CheckVerdict.Fails => Coloured(Red, $"This would fail: {Count(errors, "error")}."),
            CheckVerdict.Unknown => Coloured(Yellow, "It could not be told whether this would work."),
            _ when warnings > 0 => Coloured(Green, $"This would work, with {Count(warnings, "warning")}."),
            _ => Coloured(Green, "This would work."),
        };
    }

    private static string Servers(CheckReport report, string zone)
    {
        ServerFact[] servers = [.. report.Servers.Where(server => server.Zone == zone)];
        string inOrder = Number(servers.Count(server => server.Answers));
        return servers.Length == 0
            ? "no server asked"
            : $"{inOrder} of {Count(servers.Length, "server address")} in order";
    }

    private static string Signing(bool? isSigned) => isSigned switch
    {
        true => "signed",
        false => "not signed",
        null => "DNSSEC unknown",
    };

    private static string Count(int count, string what) =>
        count == 1 ? $"1 {what}" : $"{Number(count)} {what}{(what.EndsWith('s') ? "es" : "s")}";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private string Coloured(string colour, string text) => isColoured ? colour + text + Plain : text;
}
