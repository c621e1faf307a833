namespace ValidationZone.Server.Hosting;

/// <summary>What clients of the API can hold open.</summary>
/// <param name="MaxConnections">The most connections at once on one endpoint; more are refused.</param>
internal sealed record ConnectionLimits(int MaxConnections)
{
    /// <summary>4,096 connections an endpoint.</summary>
    // At worst some 50 KiB each; and far from the 65,536 files of the service unit.
    internal static ConnectionLimits Default { get; } = new(4096);
}
