using ValidationZone.Accounts;
using ValidationZone.Accounts.Audit;
using ValidationZone.Server.Api.V1.Replies;

namespace ValidationZone.Server.Api.V1;

/// <summary>Every route of <c>/v1</c>: who may use it, what it replies, and what the audit calls it.</summary>
internal static class V1Routes
{
    /// <summary>Maps them all.</summary>
    internal static void Map(IEndpointRouteBuilder routes, V1Endpoints to)
    {
        RouteGroupBuilder v1 = routes.MapGroup("/v1");
        RouteGroupBuilder subdomains = v1.MapGroup("/subdomains");
        MapSubdomains(subdomains.MapGroup("").WithTags("subdomains"), to.Subdomains);
        MapCredentials(subdomains.MapGroup("/{name}/credentials").WithTags("credentials"), to.Credentials);
        MapValues(subdomains.MapGroup("/{name}/values").WithTags("values"), to.Values);
        MapServer(v1.MapGroup("").WithTags("server"), to);
    }

    private static void MapSubdomains(RouteGroupBuilder subdomains, SubdomainsEndpoint to)
    {
        // The casts are needed: with the context alone, a method fits RequestDelegate, whose result nobody sends.
        subdomains.MapPost("", (Delegate)to.CreateAsync)
            .Describe(RouteTexts.CreateSubdomain)
            .RequireRole(TokenRole.Registrar)
            .Audit(AuditAction.SubdomainRegistered)
            .Produces<KeyReply>(StatusCodes.Status201Created);
        subdomains.MapGet("", (Delegate)to.ListAsync)
            .Describe(RouteTexts.ListSubdomains)
            .RequireRole(TokenRole.Viewer)
            .Produces<SubdomainPage>();
        subdomains.MapGet("/{name}", to.ShowAsync)
            .Describe(RouteTexts.ShowSubdomain)
            .RequireRole(TokenRole.Viewer)
            .AllowOwnCredential()
            .Produces<SubdomainReply>();
        subdomains.MapPatch("/{name}", to.ChangeAsync)
            .Describe(RouteTexts.ChangeSubdomain)
            .RequireRole(TokenRole.Admin)
            .Audit(AuditAction.SubdomainChanged)
            .Produces<SubdomainReply>();
        subdomains.MapDelete("/{name}", to.DeleteAsync)
            .Describe(RouteTexts.DeleteSubdomain)
            .RequireRole(TokenRole.Admin)
            .Audit(AuditAction.SubdomainDeleted)
            .Produces(StatusCodes.Status204NoContent);
    }

    private static void MapCredentials(RouteGroupBuilder credentials, CredentialsEndpoint to)
    {
        credentials.MapPost("", to.AddAsync)
            .Describe(RouteTexts.AddCredential)
            .RequireRole(TokenRole.Admin)
            .AllowOwnCredential()
            .Audit(AuditAction.CredentialAdded)
            .Produces<KeyReply>(StatusCodes.Status201Created);
        credentials.MapPatch("/{username}", to.ChangeAsync)
            .Describe(RouteTexts.ChangeCredential)
            .RequireRole(TokenRole.Admin)
            .AllowOwnCredential()
            .Audit(AuditAction.CredentialChanged)
            .Produces<CredentialReply>();
        credentials.MapDelete("/{username}", to.RemoveAsync)
            .Describe(RouteTexts.RemoveCredential)
            .RequireRole(TokenRole.Admin)
            .AllowOwnCredential()
            .Audit(AuditAction.CredentialRemoved)
            .Produces(StatusCodes.Status204NoContent);
        credentials.MapPost("/{username}/rotate", to.RotateAsync)
            .Describe(RouteTexts.RotateKey)
            .RequireRole(TokenRole.Admin)
            .AllowOwnCredential()
            .Audit(AuditAction.KeyRotated)
            .Produces<KeyReply>();
    }

    private static void MapValues(RouteGroupBuilder values, ValuesEndpoint to)
    {
        // No role: a value has a credential that published it and takes it along when it goes, and a token is none.
        values.MapGet("", to.ListAsync)
            .Describe(RouteTexts.ListValues)
            .AllowOwnCredential()
            .Produces<ValuesReply>();
        values.MapPut("/{txt}", to.PublishAsync)
            .Describe(RouteTexts.PublishValue)
            .AllowOwnCredential()
            .Audit(AuditAction.ValuePublished)
            .Produces<PublicationReply>();
        values.MapDelete("/{txt}", to.RemoveAsync)
            .Describe(RouteTexts.RemoveValue)
            .AllowOwnCredential()
            .Audit(AuditAction.ValueRemoved)
            .Produces<PublicationReply>();
    }

    private static void MapServer(RouteGroupBuilder server, V1Endpoints to)
    {
        server.MapGet("/subdomains/{name}/timeline", to.Timeline.ShowAsync)
            .Describe(RouteTexts.ShowTimeline)
            .RequireRole(TokenRole.Viewer)
            .AllowOwnCredential()
            .Produces<TimelineReply>();
        // Asks strangers and changes nothing, so a viewer may, although it is a POST.
        server.MapPost("/check", (Delegate)to.Check.HandleAsync)
            .Describe(RouteTexts.CheckDomain)
            .RequireRole(TokenRole.Viewer);
        server.MapGet("/nodes", to.Nodes.List)
            .Describe(RouteTexts.ListNodes)
            .RequireRole(TokenRole.Viewer)
            .Produces<NodesReply>();
        server.MapGet("/audit", (Delegate)to.Audit.ListAsync)
            .Describe(RouteTexts.ListAudit)
            .RequireRole(TokenRole.Viewer);
    }

    private static RouteHandlerBuilder Describe(this RouteHandlerBuilder route, RouteText text) =>
        route.WithName(text.Name).WithSummary(text.Summary).WithMetadata(text);
}
