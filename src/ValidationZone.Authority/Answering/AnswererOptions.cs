namespace ValidationZone.Authority.Answering;

/// <summary>The part of answering that an operator chooses.</summary>
public sealed record AnswererOptions
{
    /// <summary>The largest UDP reply in octets, and the size the server offers (RFC 9715 §3.2): 512 to 1232.</summary>
    public ushort MaxUdpPayloadSize { get; init; } = 1232;

    /// <summary>The text for CH TXT version.bind and version.server; <see langword="null"/> refuses them.</summary>
    public string? VersionText { get; init; }

    /// <summary>The text for CH TXT hostname.bind and id.server; <see langword="null"/> refuses them.</summary>
    public string? Identity { get; init; }
}
