namespace ValidationZone.Server.Hosting;

/// <summary>What surrounds the server and is not configuration.</summary>
/// <param name="Clock">The time.</param>
/// <param name="Loggers">Where messages go; stays the caller's to dispose of.</param>
/// <param name="Limits">How much clients can hold open.</param>
internal sealed record ServerEnvironment(TimeProvider Clock, ILoggerFactory Loggers, ConnectionLimits Limits)
{
    /// <summary>How long the end waits for requests that are under way.</summary>
    // Enough for a commit and its reply. Service managers kill after ten seconds and more.
    internal TimeSpan DrainTime { get; init; } = TimeSpan.FromSeconds(3);
}
