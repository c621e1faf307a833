namespace ValidationZone.LoadGenerator.Measuring;

/// <summary>What a server has used while it was measured.</summary>
/// <param name="UserSeconds">Processor time of its own.</param>
/// <param name="SystemSeconds">Processor time in the kernel for it.</param>
/// <param name="ResidentMebibytes">Memory at the end.</param>
internal readonly record struct ServerUse(double UserSeconds, double SystemSeconds, double ResidentMebibytes);
