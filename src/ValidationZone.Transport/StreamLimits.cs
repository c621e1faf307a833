namespace ValidationZone.Transport;

/// <summary>How many DNS streams there may be at once, over TCP and TLS together.</summary>
/// <param name="Total">From all clients together; at least 1.</param>
/// <param name="PerPrefix">
/// From one IPv4 address or one IPv6 /64, at least 1. More than one for each, because a resolver that serves many
/// opens several and an address may stand for many clients (RFC 7766 §6.2.2).
/// </param>
public sealed record StreamLimits(int Total, int PerPrefix)
{
    /// <summary>4,096 streams, 256 of them for each prefix.</summary>
    // At worst 112 KiB each, less than half a gigabyte; and far from the 65,536 files of the service unit.
    public static StreamLimits Default { get; } = new(4096, 256);
}
