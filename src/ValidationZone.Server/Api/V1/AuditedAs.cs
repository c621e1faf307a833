using ValidationZone.Accounts.Audit;

namespace ValidationZone.Server.Api.V1;

/// <summary>What the audit calls a request to a route.</summary>
/// <param name="Action">The action.</param>
internal sealed record AuditedAs(AuditAction Action);
