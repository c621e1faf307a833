using System.Text.Json.Serialization;
using ValidationZone.Accounts;

namespace ValidationZone.Server.Api.V1.Replies;

/// <summary>A credential without its key.</summary>
internal sealed record CredentialReply
{
    /// <summary>Its username.</summary>
    public required Guid Username { get; init; }

    /// <summary>The addresses from which it may be used; empty for all.</summary>
    [JsonPropertyName("allowfrom")]
    public required IReadOnlyList<string> AllowFrom { get; init; }

    /// <summary>The operator's own words about it.</summary>
    public required string? Note { get; init; }

    /// <summary>When it ceases to work; null for never.</summary>
    public required DateTime? Expires { get; init; }

    /// <summary>Whether it works at all.</summary>
    public required bool Enabled { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>When it was last used, to about a minute; null for never.</summary>
    public required DateTime? LastUsedAt { get; init; }

    /// <summary>Until when the key before the last rotation works; null when it does not.</summary>
    public required DateTime? PreviousKeyUntil { get; init; }

    /// <summary>What is told of a credential at this moment.</summary>
    internal static CredentialReply Of(Credential credential, DateTimeOffset now) => new()
    {
        Username = credential.Username,
        AllowFrom = credential.AllowFrom.Entries,
        Note = credential.Note,
        Expires = credential.ExpiresAt?.UtcDateTime,
        Enabled = credential.IsEnabled,
        CreatedAt = credential.CreatedAt.UtcDateTime,
        LastUsedAt = credential.LastUsedAt?.UtcDateTime,
        // A key whose time is up may still stand in the store, and is no news for a client.
        PreviousKeyUntil = credential.PreviousUntil > now ? credential.PreviousUntil?.UtcDateTime : null,
    };
}
