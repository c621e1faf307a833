namespace ValidationZone.Server.Configuration;

/// <summary>Section <c>Logging</c>, in the shape that .NET operators know.</summary>
internal sealed class LoggingOptions
{
    /// <summary>The least level that is logged, by category; <c>Default</c> is for every other category.</summary>
    public Dictionary<string, string?> LogLevel { get; set; } = new(StringComparer.OrdinalIgnoreCase);
}
