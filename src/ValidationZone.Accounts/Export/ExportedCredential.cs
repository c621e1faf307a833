using System.Text.Json.Serialization;

namespace ValidationZone.Accounts.Export;

/// <summary>A credential in an export, with hashes of its keys and never a key.</summary>
internal sealed record ExportedCredential
{
    /// <summary>The username.</summary>
    public required Guid Username { get; init; }

    /// <summary>The hash of the key under the pepper.</summary>
    public required byte[] KeyHash { get; init; }

    /// <summary>The hash of the key before the last rotation.</summary>
    public byte[]? PreviousHash { get; init; }

    /// <summary>When that one ceases to work.</summary>
    public DateTimeOffset? PreviousUntil { get; init; }

    /// <summary>The bcrypt text of an account that came from another server, until its key is seen.</summary>
    public string? Imported { get; init; }

    /// <summary>The addresses from which it may be used.</summary>
    [JsonPropertyName("allowfrom")]
    public required IReadOnlyList<string> AllowFrom { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When it ceases to work.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Whether it works at all.</summary>
    public required bool Enabled { get; init; }

    /// <summary>The operator's own words about it.</summary>
    public string? Note { get; init; }
}
