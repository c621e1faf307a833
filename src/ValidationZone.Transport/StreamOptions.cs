namespace ValidationZone.Transport;

/// <summary>Limits of a DNS stream.</summary>
/// <param name="IdleTimeout">
/// How long a client may take to complete its next message, counted from the end of the one before. Single octets do
/// not restart it, so that one slow client cannot hold a connection for ever (RFC 7766 §6.2.3).
/// </param>
/// <param name="WriteTimeout">How long a client may leave answers unread before it is cut off.</param>
public sealed record StreamOptions(TimeSpan IdleTimeout, TimeSpan WriteTimeout)
{
    /// <summary>
    /// What becomes of <see cref="IdleTimeout"/> while places for streams are short. Long enough for a client that has
    /// its next question ready.
    /// </summary>
    public TimeSpan CrowdedIdleTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a stream that has to make room may still take to send its last answers.</summary>
    public TimeSpan DisplacedDrainTime { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>10 seconds each, and one second where places are short.</summary>
    public static StreamOptions Default { get; } = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10));
}
