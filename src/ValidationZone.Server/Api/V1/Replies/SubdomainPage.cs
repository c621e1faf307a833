namespace ValidationZone.Server.Api.V1.Replies;

/// <summary>One page of subdomains.</summary>
/// <param name="Items">The subdomains, ordered by name.</param>
/// <param name="Next">What to send as <c>after</c> for the next page; null when this is the last.</param>
internal sealed record SubdomainPage(IReadOnlyList<SubdomainReply> Items, string? Next);
