namespace ValidationZone.Accounts;

/// <summary>A kept account as the store holds it: only who has its operator token's secret can open it.</summary>
/// <param name="Place">Where it is found: 32 octets that tell neither the token nor the domain.</param>
/// <param name="TokenId">The operator token that it belongs to.</param>
/// <param name="Box">What is sealed.</param>
/// <param name="StoredAt">When it was put there.</param>
public sealed record SealedAccount(
    ReadOnlyMemory<byte> Place, Guid TokenId, ReadOnlyMemory<byte> Box, DateTimeOffset StoredAt);
