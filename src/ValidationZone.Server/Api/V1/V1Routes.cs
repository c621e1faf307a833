using ValidationZone.Accounts;
using ValidationZone.Accounts.Audit;
using ValidationZone.Server.Api.V1.Replies;
using ValidationZone.Server.Api.V1.Requests;

namespace ValidationZone.Server.Api.V1;

/// <summary>Every route of <c>/v1</c>, who may use it, and what the document tells of it.</summary>
internal static class V1Routes
{
    private static readonly Problem[] Terms =
        [ProblemCodes.BadNote, ProblemCodes.InvalidAllowFrom, ProblemCodes.BadExpires];

    private static readonly Problem[] Repeating = [ProblemCodes.BadIdempotencyKey, ProblemCodes.IdempotencyKeyReused];

    private static readonly (string Name, string Meaning)[] SearchQuery =
    [
        ("name", "Only names with this text in them."),
        ("note", "Only notes with this text in them."),
        ("unused_since", "Only what was made before this time and has published nothing since (RFC 3339)."),
        ("never_used", "`true` for only what has never published anything."),
        ("limit", "How many at most: 1 to 500, or 100 when it is not given."),
        ("after", "What the previous page gave as `next`."),
    ];

    private static readonly (string Name, string Meaning)[] AuditParameters =
    [
        ("since", "Nothing from before this time (RFC 3339)."),
        ("until", "Nothing from this time on (RFC 3339)."),
        ("subdomain", "Only what concerns this subdomain."),
        ("actor", "Only what this username, token identifier or user of the machine did."),
        ("action", "Only this action, such as `value_published`."),
        ("outcome", "Only what ended with this word: `done`, or the code of an error."),
        ("order", "`newest` first, as when it is not given, or `oldest` first."),
        ("limit", "How many at most: 1 to 500, or 100 when it is not given."),
        ("after", "What the previous page gave as `next`."),
    ];

    /// <summary>Maps them all.</summary>
    internal static void Map(IEndpointRouteBuilder routes, V1Endpoints to)
    {
        RouteGroupBuilder v1 = routes.MapGroup("/v1");
        MapSubdomains(v1, to.Subdomains);
        MapCredentials(v1.MapGroup("/subdomains/{name}/credentials"), to.Credentials);
        MapValues(v1.MapGroup("/subdomains/{name}/values"), to.Values);
        MapServer(v1, to);
    }

    private static void MapSubdomains(RouteGroupBuilder v1, SubdomainsEndpoint to)
    {
        v1.MapPost("/subdomains", (Delegate)to.CreateAsync)
            .RequireRole(TokenRole.Registrar)
            .Produces<KeyReply>(StatusCodes.Status201Created)
            .Audit(AuditAction.SubdomainRegistered)
            .Describe("createSubdomain", new RouteText(
                "Create a subdomain with its first credential; only an admin may choose the name.",
                typeof(SubdomainOrder),
                IsBodyOptional: true,
                Problems:
                [
                    ProblemCodes.BadName, .. Terms, .. Repeating, ProblemCodes.TokenSpent, ProblemCodes.NameTaken,
                    ProblemCodes.NameNotServed, ProblemCodes.TooManyNames,
                ]));
        v1.MapGet("/subdomains", (Delegate)to.ListAsync)
            .RequireRole(TokenRole.Viewer)
            .Produces<SubdomainPage>()
            .Describe("listSubdomains", new RouteText(
                "List subdomains, ordered by name.", Query: SearchQuery, Problems: [ProblemCodes.BadQuery]));
        v1.MapGet("/subdomains/{name}", to.ShowAsync)
            .RequireRole(TokenRole.Viewer)
            .AllowOwnCredential()
            .Produces<SubdomainReply>()
            .Describe("showSubdomain", new RouteText("Show a subdomain; a credential sees of all credentials only itself."));
        v1.MapPatch("/subdomains/{name}", to.ChangeAsync)
            .RequireRole(TokenRole.Admin)
            .Produces<SubdomainReply>()
            .Audit(AuditAction.SubdomainChanged)
            .Describe("changeSubdomain", new RouteText(
                "Change the note, or disable a subdomain: its credentials stop working and its values vanish at once.",
                typeof(SubdomainPatch),
                Problems: [ProblemCodes.BadNote]));
        v1.MapDelete("/subdomains/{name}", to.DeleteAsync)
            .RequireRole(TokenRole.Admin)
            .Produces(StatusCodes.Status204NoContent)
            .Audit(AuditAction.SubdomainDeleted)
            .Describe("deleteSubdomain", new RouteText("Delete a subdomain for good: its name is never given out again."));
    }

    private static void MapCredentials(RouteGroupBuilder credentials, CredentialsEndpoint to)
    {
        credentials.MapPost("", to.AddAsync)
            .RequireRole(TokenRole.Admin)
            .AllowOwnCredential()
            .Produces<KeyReply>(StatusCodes.Status201Created)
            .Audit(AuditAction.CredentialAdded)
            .Describe("addCredential", new RouteText(
                "Add a credential. One that a credential adds has the networks and the end of that one; its body may "
                    + "hold a note only.",
                typeof(AnotherCredential),
                IsBodyOptional: true,
                Problems: [.. Terms, .. Repeating, ProblemCodes.TooManyCredentials]));
        credentials.MapPatch("/{username}", to.ChangeAsync)
            .RequireRole(TokenRole.Admin)
            .AllowOwnCredential()
            .Produces<CredentialReply>()
            .Audit(AuditAction.CredentialChanged)
            .Describe("changeCredential", new RouteText(
                "Change a credential; it may change its own note, and disable itself.",
                typeof(CredentialPatch),
                Problems: Terms));
        credentials.MapDelete("/{username}", to.RemoveAsync)
            .RequireRole(TokenRole.Admin)
            .AllowOwnCredential()
            .Produces(StatusCodes.Status204NoContent)
            .Audit(AuditAction.CredentialRemoved)
            .Describe("removeCredential", new RouteText("Revoke a credential at once; what it has published vanishes."));
        credentials.MapPost("/{username}/rotate", to.RotateAsync)
            .RequireRole(TokenRole.Admin)
            .AllowOwnCredential()
            .Produces<KeyReply>()
            .Audit(AuditAction.KeyRotated)
            .Describe("rotateKey", new RouteText(
                "Give a credential a new key; the present one goes on working for `overlap` seconds.",
                typeof(KeyRotation),
                IsBodyOptional: true,
                Problems: [ProblemCodes.BadOverlap, .. Repeating]));
    }

    private static void MapValues(RouteGroupBuilder values, ValuesEndpoint to)
    {
        values.MapGet("", to.ListAsync)
            .AllowOwnCredential()
            .Produces<ValuesReply>()
            .Describe("listValues", new RouteText("List the live values."));
        values.MapPut("/{txt}", to.PublishAsync)
            .AllowOwnCredential()
            .Produces<PublicationReply>()
            .Audit(AuditAction.ValuePublished)
            .Describe("publishValue", new RouteText(
                "Publish a value, or refresh it: once this is 200, it is durable and served.",
                typeof(ValuePublication),
                IsBodyOptional: true,
                Problems: [ProblemCodes.BadTxt, ProblemCodes.BadLifetime, ProblemCodes.NameNotServed, ProblemCodes.TooManyValues]));
        values.MapDelete("/{txt}", to.RemoveAsync)
            .AllowOwnCredential()
            .Produces<PublicationReply>()
            .Audit(AuditAction.ValueRemoved)
            .Describe("removeValue", new RouteText(
                "Remove a value; one that is not there is no error.", Problems: [ProblemCodes.BadTxt]));
    }

    private static void MapServer(RouteGroupBuilder v1, V1Endpoints to)
    {
        // Asks strangers and changes nothing, so a viewer may, although it is a POST.
        v1.MapPost("/check", (Delegate)to.Check.HandleAsync)
            .RequireRole(TokenRole.Viewer)
            .Describe("checkDomain", new RouteText(
                "Check how a domain is delegated, and whether an authority would see a value; six times a minute.",
                typeof(DomainToCheck),
                Problems: [ProblemCodes.BadDomain, ProblemCodes.NoResolver, ProblemCodes.TooManyRequests]));
        v1.MapGet("/subdomains/{name}/timeline", to.Timeline.ShowAsync)
            .RequireRole(TokenRole.Viewer)
            .AllowOwnCredential()
            .Produces<TimelineReply>()
            .Describe("showTimeline", new RouteText(
                "Show what happened to a subdomain since the server started, and who asked for it with which answer."));
        v1.MapGet("/audit", (Delegate)to.Audit.ListAsync)
            .RequireRole(TokenRole.Viewer)
            .Describe("listAudit", new RouteText(
                "List who did what from where, and how it ended.",
                Query: AuditParameters,
                Problems: [ProblemCodes.BadQuery, ProblemCodes.NoAudit]));
        v1.MapGet("/nodes", to.Nodes.List)
            .RequireRole(TokenRole.Viewer)
            .Produces<NodesReply>()
            .Describe("listNodes", new RouteText("List the nodes and how far each is behind."));
    }

    private static void Describe(this RouteHandlerBuilder route, string name, RouteText text) =>
        route.WithName(name).WithSummary(text.Summary).WithMetadata(text);
}
