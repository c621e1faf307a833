using System.Net;

namespace ValidationZone.Accounts.Timeline;

/// <summary>One thing that happened to a subdomain.</summary>
/// <param name="At">When.</param>
/// <param name="Kind">What.</param>
public sealed record TimelineEvent(DateTimeOffset At, TimelineEventKind Kind)
{
    /// <summary>
    /// The first characters of the value that it happened to; <see langword="null"/> when it is about none.
    /// </summary>
    public string? ValueStart { get; init; }

    /// <summary>The resolver that asked; <see langword="null"/> when it is about no question.</summary>
    public IPAddress? Resolver { get; init; }

    /// <summary>What was asked and answered; <see langword="null"/> when it is about no question.</summary>
    public ResolverQuestion? Question { get; init; }
}
