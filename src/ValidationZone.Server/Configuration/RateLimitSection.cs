namespace ValidationZone.Server.Configuration;

/// <summary>Section <c>Dns:RateLimit</c>.</summary>
internal sealed class RateLimitSection
{
    /// <summary>Whether UDP replies are limited: <c>true</c> or <c>false</c>.</summary>
    public string? Enabled { get; set; } = "true";

    /// <summary>Replies a second for each source prefix and class of answer.</summary>
    public string? RepliesPerSecond { get; set; } = "500";

    /// <summary>How many may come at once after a quiet time.</summary>
    public string? Burst { get; set; } = "1000";

    /// <summary>Of the limited replies, one in this many is sent cut short; the others are dropped.</summary>
    public string? Slip { get; set; } = "1";
}
