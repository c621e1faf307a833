namespace ValidationZone.Accounts;

/// <summary>What a registration asks for.</summary>
public sealed record RegistrationOrder
{
    /// <summary>The addresses from which the credential may be used.</summary>
    public AllowFrom AllowFrom { get; init; } = AllowFrom.Anywhere;

    /// <summary>The operator token that pays for it, when registration is gated by one.</summary>
    public OperatorToken? Token { get; init; }

    /// <summary>The operator's own words about the subdomain.</summary>
    public string? Note { get; init; }

    /// <summary>A name that an operator has chosen; <see langword="null"/> for one that nobody can guess.</summary>
    public Subdomain? Name { get; init; }

    /// <summary>When the credential ceases to work; <see langword="null"/> for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Keeps the reply for whoever asks again; <see langword="null"/> to keep none.</summary>
    public ReplySeal? Seal { get; init; }
}
