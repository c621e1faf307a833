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
}
