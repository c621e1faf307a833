namespace ValidationZone.Accounts;

/// <summary>A further credential of a subdomain.</summary>
public sealed record CredentialOrder
{
    /// <summary>The addresses from which it may be used.</summary>
    public AllowFrom AllowFrom { get; init; } = AllowFrom.Anywhere;

    /// <summary>The operator's own words about it.</summary>
    public string? Note { get; init; }

    /// <summary>When it ceases to work; <see langword="null"/> for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>
    /// A credential of the subdomain whose networks and end it takes over, in place of those above;
    /// <see langword="null"/> for none.
    /// </summary>
    public Guid? InheritsFrom { get; init; }

    /// <summary>
    /// What the credential that orders has proved itself with; <see langword="null"/> for an administrator.
    /// </summary>
    public KeyProof? Proof { get; init; }

    /// <summary>Keeps the reply for whoever asks again; <see langword="null"/> to keep none.</summary>
    public ReplySeal? Seal { get; init; }
}
