namespace ValidationZone.Storage.Sqlite;

/// <summary>How an attempt to write ended.</summary>
/// <param name="IsCommitted">Whether it is on the disk.</param>
/// <param name="Timestamp">When, in the clock's own ticks.</param>
internal sealed record CommitOutcome(bool IsCommitted, long Timestamp);
