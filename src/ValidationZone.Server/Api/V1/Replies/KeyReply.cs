using System.Text.Json.Serialization;
using ValidationZone.Accounts;

namespace ValidationZone.Server.Api.V1.Replies;

/// <summary>A new credential, or a new key of one: the one time that the key is told.</summary>
internal sealed class KeyReply
{
    /// <summary>The credential's username.</summary>
    public required Guid Username { get; init; }

    /// <summary>Its key.</summary>
    public required string Key { get; init; }

    /// <summary>Where the alias must lead.</summary>
    public required string Fulldomain { get; init; }

    /// <summary>The subdomain.</summary>
    public required string Subdomain { get; init; }

    /// <summary>The addresses from which it may be used; not told where they stay what they were.</summary>
    [JsonPropertyName("allowfrom")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? AllowFrom { get; init; }

    /// <summary>The reply for a new account.</summary>
    internal static KeyReply Of(Account account, bool hasAllowFrom) => new()
    {
        Username = account.Username,
        Key = account.Key.Reveal(),
        Fulldomain = account.Fulldomain,
        Subdomain = account.Subdomain.Text,
        AllowFrom = hasAllowFrom ? account.AllowFrom.Entries : null,
    };
}
