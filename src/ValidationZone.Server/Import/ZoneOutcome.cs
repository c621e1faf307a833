namespace ValidationZone.Server.Import;

/// <summary>What became of the static records of an acme-dns configuration.</summary>
/// <param name="Path">The zone file.</param>
/// <param name="IsWritten">Whether it was written; not in a dry run, and not where a file is already.</param>
/// <param name="IsThere">Whether there was a file already, which stays as it is.</param>
/// <param name="Zone">What it holds.</param>
/// <param name="OtherApex">The zone it is for, when that is not the one that is configured here.</param>
internal sealed record ZoneOutcome(string Path, bool IsWritten, bool IsThere, AcmeDnsZone Zone, string? OtherApex);
