namespace ValidationZone.Accounts.Audit;

/// <summary>
/// How long each phase of a request took, in microseconds from the end of the phase before it; null for one that was
/// never reached.
/// </summary>
/// <param name="Authenticated">From the first look at the request until it was known who asks.</param>
/// <param name="Committed">Until the change was durable, reading the body included.</param>
/// <param name="Published">Until the next question would see it.</param>
/// <param name="Acknowledged">Until the reply was handed to the network.</param>
public readonly record struct AuditPhases(int? Authenticated, int? Committed, int? Published, int? Acknowledged);
