namespace ValidationZone.Delegation.Report;

/// <summary>One thing that is not as it should be.</summary>
/// <param name="Code">Its name for scripts; codes do not change once they have been released.</param>
/// <param name="Severity">What it means for the next certificate.</param>
/// <param name="Seen">What was seen, with the names, addresses and answers.</param>
/// <param name="Why">Why it matters.</param>
/// <param name="Fix">The record or command that mends it.</param>
public sealed record Finding(string Code, FindingSeverity Severity, string Seen, string Why, string Fix);
