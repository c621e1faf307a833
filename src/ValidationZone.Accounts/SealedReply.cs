namespace ValidationZone.Accounts;

/// <summary>A reply as the store keeps it for the same request sent again; it opens with the caller's secret only.</summary>
/// <param name="Place">Where it is kept, 32 octets made from the caller's secret and the idempotency key.</param>
/// <param name="Request">What the request was, as a keyed hash of 32 octets.</param>
/// <param name="Box">The sealed reply.</param>
/// <param name="StoredAt">When it was made.</param>
public sealed record SealedReply(
    ReadOnlyMemory<byte> Place, ReadOnlyMemory<byte> Request, ReadOnlyMemory<byte> Box, DateTimeOffset StoredAt)
{
    /// <summary>How long a store keeps it.</summary>
    public static TimeSpan Lifetime { get; } = TimeSpan.FromHours(24);
}
