namespace ValidationZone.Server.Configuration;

/// <summary>Section <c>Audit</c>.</summary>
internal sealed class AuditOptions
{
    /// <summary>Whether it is kept who did what.</summary>
    public string? Enabled { get; set; } = "true";

    /// <summary>Where its files are; by default the folder <c>audit</c> beside the database.</summary>
    public string? Folder { get; set; }

    /// <summary>For how many whole days the files are kept; 0 keeps them for ever.</summary>
    public string? Retention { get; set; } = "90d";
}
