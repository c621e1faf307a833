namespace ValidationZone.Server.Configuration;

/// <summary>Section <c>Dns:Tcp</c>, which counts for TLS too.</summary>
internal sealed class StreamSection
{
    /// <summary>How many connections there may be at once.</summary>
    public string? MaxConnections { get; set; } = "4096";

    /// <summary>How many of them from one IPv4 address or one IPv6 /64.</summary>
    public string? MaxConnectionsPerPrefix { get; set; } = "256";

    /// <summary>How long a client may take to complete its next message.</summary>
    public string? IdleTimeout { get; set; } = "10s";
}
