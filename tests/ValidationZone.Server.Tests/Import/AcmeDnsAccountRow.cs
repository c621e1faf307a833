namespace ValidationZone.Server.Tests.Import;

/// <summary>An account as a test puts it into a database of acme-dns.</summary>
public sealed record AcmeDnsAccountRow
{
    public required string Username { get; init; }

    public required string Subdomain { get; init; }

    /// <summary>The bcrypt text.</summary>
    public required string Password { get; init; }

    public string? AllowFrom { get; init; } = "[]";

    /// <summary>What is published, with the seconds since 1970; acme-dns has two, empty ones among them.</summary>
    public (string Value, long At)[] Values { get; init; } = [];
}
