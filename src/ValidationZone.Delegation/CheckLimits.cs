namespace ValidationZone.Delegation;

/// <summary>How much a check may do.</summary>
/// <remarks>
/// The defaults are for a person at a terminal. Whoever checks names for strangers wants less: each check can be made
/// to
/// send <see cref="MaxQuestions"/> messages to servers of a stranger's choice.
/// </remarks>
public sealed record CheckLimits
{
    private const int DnsPort = 53;

    /// <summary>How long the whole check may take.</summary>
    /// <remarks>30 s by default; what was under way then is cut off and reported as such.</remarks>
    public TimeSpan Budget { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one try of one question waits for its answer.</summary>
    /// <remarks>2 s by default: longer than a way round the world and shorter than the patience of resolvers.</remarks>
    public TimeSpan QuestionTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often a question is sent to a server that keeps silent.</summary>
    public int TriesPerQuestion { get; init; } = 3;

    /// <summary>How many messages may be sent.</summary>
    /// <remarks>200 by default; each try counts, and TCP after a reply that was cut short.</remarks>
    public int MaxQuestions { get; init; } = 200;

    /// <summary>How many questions may be under way at the same time.</summary>
    public int MaxParallel { get; init; } = 16;

    /// <summary>Whether name servers are asked only at addresses that the whole internet can reach.</summary>
    /// <remarks>
    /// For callers that act for strangers; others are left as not asked. Recursive resolvers are the caller's own
    /// choice and
    /// are asked wherever they are.
    /// </remarks>
    public bool GlobalAddressesOnly { get; init; }

    /// <summary>Where name servers listen; tests have no port 53.</summary>
    internal int NameServerPort { get; init; } = DnsPort;
}
