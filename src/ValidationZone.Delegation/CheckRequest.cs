using System.Net;
using ValidationZone.Wire;

namespace ValidationZone.Delegation;

/// <summary>What is to be checked, and from where.</summary>
public sealed record CheckRequest
{
    /// <summary>The domain that a certificate is wanted for.</summary>
    public required CheckedDomain Domain { get; init; }

    /// <summary>The validation zone.</summary>
    /// <remarks>
    /// Its apex; what is delegated and served there is looked at whether or not the alias leads to it.
    /// </remarks>
    public required DomainName Zone { get; init; }

    /// <summary>Recursive resolvers, at least one; asked in this order until one answers.</summary>
    public required IReadOnlyList<IPEndPoint> Resolvers { get; init; }

    /// <summary>Whether the resolvers' answers are compared with each other.</summary>
    public bool ComparesResolvers { get; init; }

    /// <summary>The fulldomain of the account; <see langword="null"/> takes any name of the zone.</summary>
    public DomainName? Target { get; init; }

    /// <summary>The authority's identifier in CAA records; <see langword="null"/> leaves CAA out.</summary>
    /// <remarks>
    /// The domain name that the authority documents for CAA (RFC 8659 §4.2), such as <c>letsencrypt.org</c>.
    /// </remarks>
    public string? CaIdentifier { get; init; }

    /// <summary>The URL of the ACME account; <see langword="null"/> when it does not matter.</summary>
    /// <remarks>
    /// As the authority gave it (RFC 8555 §7.3), octet for octet: CAA compares it as a string (RFC 8657 §3).
    /// </remarks>
    public string? AccountUrl { get; init; }
}
