using ValidationZone.Accounts;
using ValidationZone.Accounts.Audit;

namespace ValidationZone.Server.Api.V1;

/// <summary>Says on a route who may use it.</summary>
internal static class RouteAccess
{
    /// <summary>Operator tokens of this role and those above it may use the route.</summary>
    internal static RouteHandlerBuilder RequireRole(this RouteHandlerBuilder route, TokenRole role) =>
        route.Change(rule => rule with { Role = role });

    /// <summary>A credential may use the route for its own subdomain, and for itself where a username stands.</summary>
    internal static RouteHandlerBuilder AllowOwnCredential(this RouteHandlerBuilder route) =>
        route.Change(rule => rule with { AllowsOwnCredential = true });

    /// <summary>Each request is kept in the audit as this, done or refused.</summary>
    internal static RouteHandlerBuilder Audit(this RouteHandlerBuilder route, AuditAction action) =>
        route.WithMetadata(new AuditedAs(action));

    private static RouteHandlerBuilder Change(this RouteHandlerBuilder route, Func<AccessRule, AccessRule> change)
    {
        route.Add(endpoint =>
        {
            // One rule for each route, however many calls it was written in.
            AccessRule rule = endpoint.Metadata.OfType<AccessRule>().LastOrDefault() ?? new AccessRule();
            endpoint.Metadata.Add(change(rule));
        });
        return route;
    }
}
