namespace ValidationZone.Storage.Sqlite;

/// <summary>How an attempt to write ended.</summary>
/// <param name="Failure">Why it is not on the disk; <see langword="null"/> when it is.</param>
/// <param name="Timestamp">When, in the clock's own ticks.</param>
internal sealed record CommitOutcome(string? Failure, long Timestamp)
{
    /// <summary>Whether it is on the disk.</summary>
    internal bool IsCommitted => Failure is null;
}
