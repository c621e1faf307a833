namespace ValidationZone.Server.Api.V1.Replies;

/// <summary>All live values of a subdomain.</summary>
/// <param name="Items">The values, oldest first.</param>
/// <param name="Propagation">Which nodes serve them.</param>
internal sealed record ValuesReply(IReadOnlyList<ValueReply> Items, Propagation Propagation);
