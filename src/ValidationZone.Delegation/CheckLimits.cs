namespace ValidationZone.Delegation;

/// <summary>How much a check may do.</summary>
public sealed record CheckLimits
{
    private const int DnsPort = 53;

    /// <summary>How long the whole check may take.</summary>
    public TimeSpan Budget { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one try of one question waits for its answer.</summary>
    public TimeSpan QuestionTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often a question is sent to a server that keeps silent.</summary>
    public int TriesPerQuestion { get; init; } = 3;

    /// <summary>How many messages may be sent.</summary>
    public int MaxQuestions { get; init; } = 200;

    /// <summary>How many questions may be under way at the same time.</summary>
    public int MaxParallel { get; init; } = 16;

    /// <summary>Whether name servers are asked only at addresses that the whole internet can reach.</summary>
    public bool GlobalAddressesOnly { get; init; }

    /// <summary>Where name servers listen; tests have no port 53.</summary>
    internal int NameServerPort { get; init; } = DnsPort;
}
