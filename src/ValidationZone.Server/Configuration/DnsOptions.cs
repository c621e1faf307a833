namespace ValidationZone.Server.Configuration;

/// <summary>Section <c>Dns</c>.</summary>
internal sealed class DnsOptions
{
    /// <summary>Endpoints for UDP and TCP, <c>ADDRESS:PORT</c>.</summary>
    public string[]? Listen { get; set; }

    /// <summary>Which receive loop to use: <c>auto</c>, <c>batch</c> or <c>portable</c>.</summary>
    public string? UdpEngine { get; set; } = "auto";

    /// <summary>How many threads share a UDP endpoint; 0 for one each processor.</summary>
    public string? Workers { get; set; } = "0";

    /// <summary>What this server calls itself towards DNS clients that ask.</summary>
    public string? Nsid { get; set; }

    /// <summary>DNS over TLS.</summary>
    public TlsOptions Tls { get; set; } = new();

    /// <summary>What cookies are made with.</summary>
    public CookieOptions Cookies { get; set; } = new();

    /// <summary>How many replies a part of the Internet may get.</summary>
    public RateLimitSection RateLimit { get; set; } = new();

    /// <summary>What clients may hold open over TCP and TLS.</summary>
    public StreamSection Tcp { get; set; } = new();
}
