namespace ValidationZone.Server.Hosting;

/// <summary>What one client, or many, can hold open.</summary>
/// <param name="MaxConnections">The most connections at once on one TCP endpoint; more are refused.</param>
internal sealed record ConnectionLimits(int MaxConnections)
{
    /// <summary>4,096 connections an endpoint.</summary>
    internal static ConnectionLimits Default { get; } = new(4096);
}
