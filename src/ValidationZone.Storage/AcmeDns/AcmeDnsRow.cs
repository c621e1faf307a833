namespace ValidationZone.Storage.AcmeDns;

/// <summary>One account as acme-dns stores it, nothing of it checked.</summary>
/// <remarks>Not a record: a printed hash would end in a log sooner or later.</remarks>
internal sealed class AcmeDnsRow
{
    /// <summary>A UUID in text.</summary>
    internal required string? Username { get; init; }

    /// <summary>The bcrypt hash of the key.</summary>
    internal required string? PasswordHash { get; init; }

    /// <summary>A UUID in text.</summary>
    internal required string? Subdomain { get; init; }

    /// <summary>A JSON array of texts.</summary>
    internal required string? AllowFrom { get; init; }
}
