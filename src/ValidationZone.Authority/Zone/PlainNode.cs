namespace ValidationZone.Authority.Zone;

/// <summary>An empty non-terminal, or a subdomain about which nobody keeps anything but its values.</summary>
internal sealed class PlainNode(ReadOnlySpan<byte> name) : ZoneNode(name);
