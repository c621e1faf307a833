using ValidationZone.Accounts;

namespace ValidationZone.Server.Api.V1;

/// <summary>Who may use a route; a route that has none is closed to everybody.</summary>
internal sealed record AccessRule
{
    /// <summary>The least role of an operator token; <see langword="null"/> when no token may.</summary>
    internal TokenRole? Role { get; init; }

    /// <summary>Whether a credential may, for its own subdomain.</summary>
    internal bool AllowsOwnCredential { get; init; }
}
