namespace ValidationZone.Accounts;

/// <summary>An operator's token as it is stored: everything but its secret.</summary>
public sealed record OperatorToken
{
    /// <summary>The public identifier, which <c>token list</c> shows and <c>token revoke</c> takes.</summary>
    public required Guid Id { get; init; }

    /// <summary>HMAC-SHA-256 of the secret under the pepper, 32 octets.</summary>
    public required ReadOnlyMemory<byte> SecretHash { get; init; }

    /// <summary>What it may do.</summary>
    public required TokenRole Role { get; init; }

    /// <summary>The addresses from which it may be used.</summary>
    public required AllowFrom AllowFrom { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ceases to work; <see langword="null"/> for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was revoked; <see langword="null"/> while it works.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>How many registrations it may make; <see langword="null"/> for any number.</summary>
    public int? Quota { get; init; }

    /// <summary>How many registrations it has made.</summary>
    public int Used { get; init; }

    /// <summary>When it was last used, to about a minute; <see langword="null"/> for never.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>The operator's own words about it.</summary>
    public string? Note { get; init; }
}
