namespace ValidationZone.Server.Configuration;

/// <summary>Section <c>Logging:LogLevel</c>.</summary>
/// <remarks>One level only: the framework's own messages print raw request paths, which may hold tokens.</remarks>
internal sealed class LogLevelOptions
{
    /// <summary>The least level of our own messages.</summary>
    public string? Default { get; set; } = "Information";
}
