using System.Globalization;
using System.Text;
using ValidationZone.Tests.Support;

namespace ValidationZone.Authority.Tests.Conformance;

/// <summary>The text of docs/conformance.md.</summary>
internal sealed class ConformancePage(
    IReadOnlyList<ConformanceRow> rows, IReadOnlyList<RowCover> covers, IReadOnlyCollection<string> pending)
{
    private const string Beginning = """
        # Conformance

        What the server has been shown to do, row by row. This page is generated: the rows come from
        `tests/Conformance/rows.txt`, the tests from the scenarios in `tests/Scenarios` and from the traits of all test
        projects. A test fails when the page is not what they make it, and `tests/Conformance/README.md` says how to
        write it anew.

        * **State.** *passes*: a test that runs with every change shows it. A number behind it is the record of a
          decision, where the standards leave room or the row was decided otherwise.
        * **Over.** *all* is UDP, TCP and DNS over TLS (DoT), each on 127.0.0.1 and ::1. Every scenario runs in process
          too. *in process* is what sockets make no difference to.
        * **Tests.** `name.txt` is a file of scenarios, everything else a class and its method.

        Not listed are the rows of what comes later: online signing (D), transfers and NOTIFY (X), dynamic update (U),
        and TSIG (S).
        """;

    public override string ToString()
    {
        var text = new StringBuilder(Beginning.ReplaceLineEndings("\n")).Append('\n');
        int passing = rows.Count(row => !pending.Contains(row.Id));
        text.Append(CultureInfo.InvariantCulture, $"\nRows: {rows.Count}, of which {passing} pass.\n");
        foreach (IGrouping<string, ConformanceRow> section in rows.GroupBy(row => row.Section))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {section.Key}\n\n");
            text.Append("| Row | Sent | Expected | State | Over | Tests |\n|---|---|---|---|---|---|\n");
            foreach (ConformanceRow row in section)
                Append(text, row);
        }

        return text.ToString();
    }

    private void Append(StringBuilder text, ConformanceRow row)
    {
        RowCover[] own = [.. covers.Where(cover => cover.Row == row.Id)];
        string over = own.Length == 0
            ? ""
            : Transports.Describe([.. own.SelectMany(cover => cover.Over).Distinct()]);
        string tests = string.Join("<br>", own.Select(cover => $"`{cover.Test}`").Distinct());
        text.Append(
            CultureInfo.InvariantCulture,
            $"| {row.Id} | {row.Sent} | {row.Expected} | {State(row)} | {over} | {tests} |\n");
    }

    private string State(ConformanceRow row)
    {
        string state = pending.Contains(row.Id) ? "in work" : "passes";
        return row.Decision.Length == 0 ? state : $"{state}, [{row.Decision}]({RecordOf(row.Decision)})";
    }

    private static string RecordOf(string number) => Directory
        .EnumerateFiles(RepositoryFolder.Find("docs", "decisions"), number + "-*.md")
        .Select(file => "decisions/" + Path.GetFileName(file))
        .Single();
}
