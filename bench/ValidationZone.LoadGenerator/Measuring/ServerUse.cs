namespace ValidationZone.LoadGenerator.Measuring;

/// <summary>What a server has used while it was measured.</summary>
/// <param name="Time">Processor time.</param>
/// <param name="ResidentMebibytes">Memory at the end.</param>
internal readonly record struct ServerUse(ServerTime Time, double ResidentMebibytes);
