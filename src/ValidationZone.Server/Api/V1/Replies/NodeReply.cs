namespace ValidationZone.Server.Api.V1.Replies;

/// <summary>One node.</summary>
internal sealed record NodeReply
{
    /// <summary>What it calls itself.</summary>
    public required string Id { get; init; }

    /// <summary>What it is among the others.</summary>
    public required string Role { get; init; }

    /// <summary>The store's change counter as far as the node serves it.</summary>
    public required long Revision { get; init; }

    /// <summary>The SOA serial.</summary>
    public required uint Serial { get; init; }

    /// <summary>How many subdomains it serves.</summary>
    public required int Subdomains { get; init; }

    /// <summary>Since when it runs.</summary>
    public required DateTime StartedAt { get; init; }

    /// <summary>How many revisions it is behind.</summary>
    public required long Lag { get; init; }
}
