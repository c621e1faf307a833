namespace ValidationZone.Accounts.Audit;

/// <summary>Some entries of the audit.</summary>
/// <param name="Entries">The entries, possibly none: a page also ends when enough was looked through.</param>
/// <param name="Next">Where the next page begins; <see langword="null"/> when nothing is left.</param>
public sealed record AuditPage(IReadOnlyList<AuditEntry> Entries, AuditCursor? Next);
