namespace ValidationZone.Server.Api.V1.Replies;

/// <summary>What became of one value.</summary>
/// <param name="Txt">The value.</param>
/// <param name="ExpiresAt">When it vanishes by itself; null when it is not there any more.</param>
/// <param name="Propagation">Which nodes serve the change.</param>
internal sealed record PublicationReply(string Txt, DateTime? ExpiresAt, Propagation Propagation);
