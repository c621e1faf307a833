namespace ValidationZone.Server.Configuration;

/// <summary>Reads where and how long the audit is kept.</summary>
/// <param name="problems">Receives every problem.</param>
internal sealed class AuditCheck(List<string> problems)
{
    /// <summary>The settings.</summary>
    /// <param name="options">The section as written.</param>
    /// <param name="databasePath">The database, beside which the files are unless a folder is named.</param>
    internal AuditSettings Read(AuditOptions options, string databasePath)
    {
        if (!bool.TryParse(options.Enabled, out bool isEnabled))
            problems.Add($"Audit:Enabled: '{options.Enabled}' is neither true nor false");

        string folder = string.IsNullOrEmpty(options.Folder)
            ? Path.Combine(Path.GetDirectoryName(databasePath) ?? "", "audit")
            : options.Folder;
        return new AuditSettings(isEnabled, folder, ReadDays(options.Retention));
    }

    private int ReadDays(string? text)
    {
        // A file is a day, so that nothing can go after an hour. A bare number would be seconds here as elsewhere, and
        // whoever writes 90 means days.
        if (Duration.TryParse(text, out TimeSpan? kept) && kept.Value.Ticks % TimeSpan.TicksPerDay == 0)
            return (int)kept.Value.TotalDays;

        problems.Add($"Audit:Retention: '{text}' is not a number of days such as 90d, or 0 for ever");
        return 0;
    }
}
