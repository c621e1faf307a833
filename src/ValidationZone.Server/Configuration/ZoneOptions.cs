namespace ValidationZone.Server.Configuration;

/// <summary>Section <c>Zone</c>.</summary>
internal sealed class ZoneOptions
{
    /// <summary>The apex.</summary>
    public string? Name { get; set; } = "auth.example.org";

    /// <summary>A master file with the static records; without one the apex is synthesised.</summary>
    public string? File { get; set; }

    /// <summary>The TTL of challenge TXT records.</summary>
    // An order for a name and its wildcard publishes a second value where a resolver has just seen the first.
    public string? Ttl { get; set; } = "1s";

    /// <summary>SOA MINIMUM of a synthesised apex, and so the lifetime of negative answers.</summary>
    // A resolver that asked before the publication believes for so long that there is nothing (RFC 2308 §5).
    public string? NegativeTtl { get; set; } = "5s";
}
