namespace ValidationZone.Authority.Zone;

/// <summary>One value of a TXT RRset.</summary>
/// <param name="Text">Its ASCII octets, 1 to 255.</param>
/// <param name="ExpiresAt">
/// When it is to vanish, in milliseconds since 1970; at most <see cref="TxtRRset.Never"/>. DNS does not show it.
/// </param>
public readonly record struct TxtValue(ReadOnlyMemory<byte> Text, long ExpiresAt);
