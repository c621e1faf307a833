namespace ValidationZone.Server.Configuration;

/// <summary>Where the audit is kept, and for how long.</summary>
/// <param name="IsEnabled">Whether anything is recorded.</param>
/// <param name="Folder">The folder of its files.</param>
/// <param name="RetentionDays">For how many days a file is kept; 0 is for ever.</param>
internal sealed record AuditSettings(bool IsEnabled, string Folder, int RetentionDays);
