namespace ValidationZone.Authority.Answering;

/// <summary>The part of answering that an operator chooses.</summary>
public sealed record AnswererOptions
{
    /// <summary>The largest UDP reply in octets, and the size the server offers (RFC 9715 §3.1): 512 to 1232.</summary>
    public ushort MaxUdpPayloadSize { get; init; } = 1232;

    /// <summary>The text for CH TXT version.bind and version.server; <see langword="null"/> refuses them.</summary>
    public string? VersionText { get; init; }

    /// <summary>
    /// The text for CH TXT hostname.bind and id.server (RFC 4892) and for NSID (RFC 5001), at most 128 octets;
    /// <see langword="null"/> refuses the former and leaves out the latter.
    /// </summary>
    public string? Identity { get; init; }

    /// <summary>What DNS cookies are made with (RFC 7873); <see langword="null"/> ignores the option.</summary>
    public CookieSecrets? Cookies { get; init; }
}
