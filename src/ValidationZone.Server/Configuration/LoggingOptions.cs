namespace ValidationZone.Server.Configuration;

/// <summary>Section <c>Logging</c>, in the shape that .NET operators know.</summary>
internal sealed class LoggingOptions
{
    /// <summary>The least level that is logged.</summary>
    public LogLevelOptions LogLevel { get; set; } = new();
}
