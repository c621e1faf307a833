using ValidationZone.Accounts;
using ValidationZone.Wire;

namespace ValidationZone.Server.Api.V1.Replies;

/// <summary>A subdomain with its credentials and live values.</summary>
internal sealed record SubdomainReply
{
    /// <summary>The subdomain.</summary>
    public required string Subdomain { get; init; }

    /// <summary>Where the alias must lead.</summary>
    public required string Fulldomain { get; init; }

    /// <summary>Whether its credentials work.</summary>
    public required bool Enabled { get; init; }

    /// <summary>The operator's own words about it.</summary>
    public required string? Note { get; init; }

    /// <summary>When it was registered.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>When a value was last published; null for never.</summary>
    public required DateTime? LastPublishedAt { get; init; }

    /// <summary>
    /// When a resolver last asked for it while it had a timeline, to about a minute; null when it is not known.
    /// </summary>
    public required DateTime? LastQueriedAt { get; init; }

    /// <summary>Its credentials; a credential sees only itself.</summary>
    public required IReadOnlyList<CredentialReply> Credentials { get; init; }

    /// <summary>Its live values, oldest first.</summary>
    public required IReadOnlyList<ValueReply> Values { get; init; }

    /// <summary>What a caller is told of a subdomain at this moment.</summary>
    internal static SubdomainReply Of(StoredSubdomain stored, Caller caller, DomainName apex, DateTimeOffset now) => new()
    {
        Subdomain = stored.Subdomain.Text,
        Fulldomain = stored.Subdomain.ToFulldomain(apex),
        Enabled = stored.IsEnabled,
        Note = stored.Note,
        CreatedAt = stored.CreatedAt.UtcDateTime,
        LastPublishedAt = stored.LastPublishedAt?.UtcDateTime,
        LastQueriedAt = stored.LastQueriedAt?.UtcDateTime,
        Credentials =
        [
            .. stored.Credentials
                .Where(credential => caller.MaySee(credential.Username))
                .Select(credential => CredentialReply.Of(credential, now)),
        ],
        Values = ValueReply.ListOf(stored, caller, now),
    };
}
