using ValidationZone.Authority.Zone;
using ValidationZone.Wire;

namespace ValidationZone.Authority.Answering;

/// <summary>One question about a watched name, and what it was answered with.</summary>
public readonly record struct QuestionSample
{
    /// <summary>The name that was asked for, or that an alias led to.</summary>
    // A reference and not the name: copying up to 255 octets would be most of what a sample costs.
    public required ZoneNode Node { get; init; }

    /// <summary>When, as the clock's <see cref="TimeProvider.GetTimestamp"/>.</summary>
    public required long Timestamp { get; init; }

    /// <summary>The asker's address as a number, an IPv4 address as IPv4-mapped; 0 when it is not known.</summary>
    public UInt128 Client { get; init; }

    /// <summary>What carried the question.</summary>
    public DnsTransport Transport { get; init; }

    /// <summary>The type that was asked for.</summary>
    public RecordType QType { get; init; }

    /// <summary>The response code of the reply.</summary>
    public Rcode Rcode { get; init; }

    /// <summary>How many values of the subdomain were in the reply.</summary>
    public byte Values { get; init; }

    /// <summary>Whether the reply had anything for its answer section.</summary>
    public bool HasAnswer { get; init; }

    /// <summary>Whether the reply was cut short, so that the asker comes again over TCP.</summary>
    public bool IsTruncated { get; init; }

    /// <summary>Whether the limiter withheld the reply.</summary>
    public bool IsDropped { get; init; }
}
