using System.Globalization;
using System.Text.Json;
using ValidationZone.Server.Cli;
using ValidationZone.Storage.AcmeDns;

namespace ValidationZone.Server.Import;

/// <summary>The end of an import as text, for people and for scripts. No hash is ever in it.</summary>
internal static class ImportText
{
    private const int MaxShown = 20;
    private const int LongestShown = 80;

    /// <summary>The lines for people.</summary>
    internal static IEnumerable<string> Describe(ImportSummary summary)
    {
        AcmeDnsReport accounts = summary.Accounts;
        string verb = summary.IsDry ? "would be imported" : "imported";
        yield return $"{Count(accounts.ReadCount)} accounts in {summary.From}";
        yield return $"  {Count(accounts.ImportedCount)} {verb}, with {Count(accounts.ValueCount)} live values";
        yield return $"  {Count(accounts.AlreadyThereCount)} already there";
        yield return $"  {Count(accounts.SkippedCount)} skipped";
        foreach ((string reason, int count) in accounts.Reasons)
            yield return $"    {Count(count)} because {reason}";

        foreach (SkippedAccount skipped in accounts.Skipped.Take(MaxShown))
            yield return $"    {Clean(skipped.Subdomain)}: {skipped.Reason}";

        if (accounts.SkippedCount > MaxShown)
            yield return $"    ... and {Count(accounts.SkippedCount - MaxShown)} more; --json lists them";

        foreach (string line in summary.Zone is { } zone ? Describe(zone, summary.IsDry) : [])
            yield return line;

        yield return End(summary);
    }

    /// <summary>One JSON object for scripts.</summary>
    internal static void Write(Utf8JsonWriter writer, ImportSummary summary)
    {
        AcmeDnsReport accounts = summary.Accounts;
        writer.WriteStartObject();
        writer.WriteString("from", summary.From);
        writer.WriteBoolean("dry_run", summary.IsDry);
        writer.WriteBoolean("interrupted", summary.IsInterrupted);
        writer.WriteNumber("accounts", accounts.ReadCount);
        writer.WriteNumber("imported", accounts.ImportedCount);
        writer.WriteNumber("values", accounts.ValueCount);
        writer.WriteNumber("already_there", accounts.AlreadyThereCount);
        writer.WriteNumber("skipped", accounts.SkippedCount);
        writer.WriteStartArray("skipped_accounts");
        foreach (SkippedAccount skipped in accounts.Skipped)
            WritePair(writer, ("subdomain", skipped.Subdomain), skipped.Reason);

        writer.WriteEndArray();
        if (summary.Zone is { } zone)
            Write(writer, zone);

        writer.WriteEndObject();
    }

    private static IEnumerable<string> Describe(ZoneOutcome outcome, bool isDry)
    {
        int refused = outcome.Zone.Refused.Count;
        yield return $"{outcome.Zone.AcceptedCount + refused} static records, {refused} of them refused";
        foreach ((string record, string reason) in outcome.Zone.Refused)
            yield return $"  {Clean(record)}: {reason}";

        if (outcome.Zone.Problem is string problem)
            yield return $"  no zone file: {problem}";
        else if (outcome.IsThere)
            yield return $"  {outcome.Path} is there already and stays as it is";
        else
            yield return $"  {outcome.Path} {(isDry ? "would be" : "was")} written, for serve --zone-file";

        if (outcome.OtherApex is string other)
        {
            yield return $"  WARNING: acme-dns serves {other}, and this server another zone: set Zone:Name, "
                + "or no alias leads here";
        }
    }

    private static string End(ImportSummary summary)
    {
        if (summary.IsInterrupted)
            return "Interrupted. What is imported stays; the same command goes on where this one ended.";

        return summary.IsDry
            ? "Nothing was changed. The same command with --yes does it."
            : "Done. Each account keeps its username, key and name.";
    }

    private static void Write(Utf8JsonWriter writer, ZoneOutcome outcome)
    {
        writer.WriteStartObject("zone");
        writer.WriteString("file", outcome.Path);
        writer.WriteBoolean("written", outcome.IsWritten);
        writer.WriteNumber("records", outcome.Zone.AcceptedCount);
        writer.WriteString("problem", outcome.Zone.Problem);
        writer.WriteString("other_zone", outcome.OtherApex);
        writer.WriteStartArray("refused");
        foreach ((string record, string reason) in outcome.Zone.Refused)
            WritePair(writer, ("record", record), reason);

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WritePair(Utf8JsonWriter writer, (string Name, string Value) what, string reason)
    {
        writer.WriteStartObject();
        writer.WriteString(what.Name, what.Value);
        writer.WriteString("reason", reason);
        writer.WriteEndObject();
    }

    // What another program has stored may hold anything, and a terminal does what it is told.
    private static string Clean(string text)
    {
        string shown = text.Length > LongestShown ? text[..LongestShown] + "..." : text;
        return string.Concat(shown.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));
    }

    private static string Count(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
