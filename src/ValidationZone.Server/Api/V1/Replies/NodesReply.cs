namespace ValidationZone.Server.Api.V1.Replies;

/// <summary>All nodes.</summary>
/// <param name="Items">The nodes.</param>
internal sealed record NodesReply(IReadOnlyList<NodeReply> Items);
