namespace ValidationZone.Accounts;

/// <summary>A username and the hash of its key, which may change one subdomain.</summary>
public sealed record Credential
{
    /// <summary>The username, a version 4 UUID.</summary>
    public required Guid Username { get; init; }

    /// <summary>HMAC-SHA-256 of the key under the pepper, 32 octets.</summary>
    public required ReadOnlyMemory<byte> KeyHash { get; init; }

    /// <summary>The addresses from which it may be used.</summary>
    public required AllowFrom AllowFrom { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ceases to work; <see langword="null"/> for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Whether it works at all.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>The operator's own words about it.</summary>
    public string? Note { get; init; }

    /// <summary>The hash of the key before the last rotation; empty when that one works no more.</summary>
    public ReadOnlyMemory<byte> PreviousKeyHash { get; init; }

    /// <summary>When the key before the last rotation ceases to work.</summary>
    public DateTimeOffset? PreviousUntil { get; init; }

    /// <summary>
    /// The bcrypt text of an account that came from another server; <see langword="null"/> once its key was seen, or
    /// when it was made here. While it is set, <see cref="KeyHash"/> is of no key.
    /// </summary>
    public string? ImportedHash { get; init; }

    /// <summary>When it last changed something, to about a minute; unknown where a store was only loaded.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>The username and nothing else: hashes are not for logs.</summary>
    public override string ToString() => $"credential {Username}";
}
