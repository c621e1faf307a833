using ValidationZone.Transport;

namespace ValidationZone.Server.Configuration;

/// <summary>What clients may hold open over TCP and TLS.</summary>
/// <param name="Limits">How many streams.</param>
/// <param name="Options">The limits of each.</param>
internal sealed record StreamSettings(StreamLimits Limits, StreamOptions Options);
