using System.Globalization;
using System.Text;
using ValidationZone.Accounts.Export;

namespace ValidationZone.Server.Cli;

/// <summary>The end of an import as text, for people and for scripts. No hash is ever in it.</summary>
internal static class AccountImportText
{
    // More would push the totals, which come first, off the screen.
    private const int MaxShown = 20;

    /// <summary>The lines for people.</summary>
    internal static string Describe(AccountImportReport report, bool isDry, bool isInterrupted)
    {
        var text = new StringBuilder();
        text.AppendLine($"{Count(report.ReadCount)} accounts read");
        text.AppendLine($"  {Count(report.ImportedCount)} {(isDry ? "would be imported" : "imported")}");
        text.AppendLine($"  {Count(report.AlreadyThereCount)} already there");
        text.AppendLine($"  {Count(report.SkippedCount)} skipped");
        foreach (SkippedLine skipped in report.Skipped.Take(MaxShown))
        {
            string name = skipped.Subdomain is null ? "" : $", {skipped.Subdomain.Text}";
            text.AppendLine($"    line {skipped.Line}{name}: {skipped.Reason}");
        }

        if (report.SkippedCount > MaxShown)
            text.AppendLine($"    ... and {Count(report.SkippedCount - MaxShown)} more; --json lists them");

        return text.Append(End(isDry, isInterrupted)).ToString();
    }

    /// <summary>One JSON object for scripts.</summary>
    internal static string ToJson(AccountImportReport report, bool isDry, bool isInterrupted) =>
        JsonLine.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteBoolean("dry_run", isDry);
            writer.WriteBoolean("interrupted", isInterrupted);
            writer.WriteNumber("accounts", report.ReadCount);
            writer.WriteNumber("imported", report.ImportedCount);
            writer.WriteNumber("already_there", report.AlreadyThereCount);
            writer.WriteNumber("skipped", report.SkippedCount);
            writer.WriteStartArray("skipped_lines");
            foreach (SkippedLine skipped in report.Skipped)
            {
                writer.WriteStartObject();
                writer.WriteNumber("line", skipped.Line);
                writer.WriteString("subdomain", skipped.Subdomain?.Text);
                writer.WriteString("reason", skipped.Reason);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });

    private static string End(bool isDry, bool isInterrupted)
    {
        if (isInterrupted)
            return "Interrupted. What is imported stays; the same command goes on where this one ended.";

        return isDry
            ? "Nothing was changed. The same command with --yes does it."
            : "Done. Each account keeps its usernames, keys and name.";
    }

    private static string Count(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
