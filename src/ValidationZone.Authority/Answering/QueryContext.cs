namespace ValidationZone.Authority.Answering;

/// <summary>What a listener tells the answerer beside the octets.</summary>
/// <param name="transport">What carried the request.</param>
/// <param name="counters">The counters of the calling thread or connection; one writer at a time.</param>
public readonly ref struct QueryContext(DnsTransport transport, QueryCounters counters)
{
    /// <summary>What carried the request.</summary>
    public DnsTransport Transport { get; } = transport;

    /// <summary>Where this request is counted.</summary>
    public QueryCounters Counters { get; } = counters;

    /// <summary>The asker's address, 4 octets or 16, an IPv4-mapped one as 4; empty when it is not known.</summary>
    public ReadOnlySpan<byte> ClientAddress { get; init; }

    /// <summary>The limiter of the calling thread; <see langword="null"/> on streams and where nothing is limited.</summary>
    public ResponseRateLimiter? Limiter { get; init; }

    /// <summary>Where questions about watched names are noted; <see langword="null"/> to note none.</summary>
    public QuestionRing? Samples { get; init; }

    /// <summary>How long the stream stays open idle, in units of 100 ms (RFC 7828 §3.1); 0 when it is about to be closed.</summary>
    public ushort IdleTimeoutTenths { get; init; }
}
