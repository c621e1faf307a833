namespace ValidationZone.Authority.Zone;

/// <summary>An empty non-terminal, or a subdomain about which nobody keeps anything but its values.</summary>
internal sealed class PlainNode(ReadOnlySpan<byte> name) : ZoneNode(name)
{
    private readonly byte[]? _longName = CopyOfLong(name);

    /// <inheritdoc/>
    protected override ReadOnlySpan<byte> LongName => _longName;
}
