using ValidationZone.Server.Api.V1.Requests;

namespace ValidationZone.Server.Api.V1;

/// <summary>What the document tells of each route.</summary>
internal static class RouteTexts
{
    private const string LimitMeaning = "How many at most: 1 to 500, or 100 when it is not given.";
    private const string AfterMeaning = "What the previous page gave as `next`.";

    private static readonly Problem[] Terms =
        [ProblemCodes.BadNote, ProblemCodes.InvalidAllowFrom, ProblemCodes.BadExpires];

    private static readonly Problem[] Repeating = [ProblemCodes.BadIdempotencyKey, ProblemCodes.IdempotencyKeyReused];

    internal static RouteText CreateSubdomain { get; } = new(
        "createSubdomain", "Create a subdomain with its first credential; only an admin may choose the name.")
    {
        Body = typeof(SubdomainOrder),
        IsBodyOptional = true,
        Problems =
        [
            ProblemCodes.BadName, .. Terms, .. Repeating, ProblemCodes.TokenSpent, ProblemCodes.NameTaken,
            ProblemCodes.NameNotServed, ProblemCodes.TooManyNames,
        ],
    };

    internal static RouteText ListSubdomains { get; } = new("listSubdomains", "List subdomains, ordered by name.")
    {
        Query =
        [
            ("name", "Only names with this text in them."),
            ("note", "Only notes with this text in them."),
            ("unused_since", "Only what was made before this time and has published nothing since (RFC 3339)."),
            ("never_used", "`true` for only what has never published anything."),
            ("limit", LimitMeaning),
            ("after", AfterMeaning),
        ],
    };

    internal static RouteText ShowSubdomain { get; } = new(
        "showSubdomain", "Show a subdomain; a credential sees of all credentials only itself.");

    internal static RouteText ChangeSubdomain { get; } = new(
        "changeSubdomain",
        "Change the note, or disable a subdomain: its credentials stop working and its values vanish at once.")
    {
        Body = typeof(SubdomainPatch),
        Problems = [ProblemCodes.BadNote],
    };

    internal static RouteText DeleteSubdomain { get; } = new(
        "deleteSubdomain", "Delete a subdomain for good: its name is never given out again.");

    internal static RouteText ShowTimeline { get; } = new(
        "showTimeline",
        "Show what happened to a subdomain since the server started, and who asked for it with which answer.");

    internal static RouteText AddCredential { get; } = new(
        "addCredential",
        "Add a credential. One that a credential adds has the networks and the end of that one; its body may hold a "
            + "note only.")
    {
        Body = typeof(AnotherCredential),
        IsBodyOptional = true,
        Problems = [.. Terms, .. Repeating, ProblemCodes.TooManyCredentials],
    };

    internal static RouteText ChangeCredential { get; } = new(
        "changeCredential", "Change a credential; it may change its own note, and disable itself.")
    {
        Body = typeof(CredentialPatch),
        Problems = Terms,
    };

    internal static RouteText RemoveCredential { get; } = new(
        "removeCredential", "Revoke a credential at once; what it has published vanishes.");

    internal static RouteText RotateKey { get; } = new(
        "rotateKey", "Give a credential a new key; the present one goes on working for `overlap` seconds.")
    {
        Body = typeof(KeyRotation),
        IsBodyOptional = true,
        Problems = [ProblemCodes.BadOverlap, .. Repeating],
    };

    internal static RouteText ListValues { get; } = new("listValues", "List the live values.");

    internal static RouteText PublishValue { get; } = new(
        "publishValue", "Publish a value, or refresh it: once this is 200, it is durable and served.")
    {
        Body = typeof(ValuePublication),
        IsBodyOptional = true,
        Problems =
        [
            ProblemCodes.BadTxt, ProblemCodes.BadLifetime, ProblemCodes.NameNotServed, ProblemCodes.TooManyValues,
        ],
    };

    internal static RouteText RemoveValue { get; } = new(
        "removeValue", "Remove a value; one that is not there is no error.")
    {
        Problems = [ProblemCodes.BadTxt],
    };

    internal static RouteText CheckDomain { get; } = new(
        "checkDomain",
        "Check how a domain is delegated, and whether an authority would see a value; six times a minute.")
    {
        Body = typeof(DomainToCheck),
        Problems = [ProblemCodes.BadDomain, ProblemCodes.NoResolver, ProblemCodes.TooManyRequests],
    };

    internal static RouteText ListAudit { get; } = new(
        "listAudit", "List who did what from where, and how it ended.")
    {
        Query =
        [
            ("since", "Nothing from before this time (RFC 3339)."),
            ("until", "Nothing from this time on (RFC 3339)."),
            ("subdomain", "Only what concerns this subdomain."),
            ("actor", "Only what this username, token identifier or user of the machine did."),
            ("action", "Only this action, such as `value_published`."),
            ("outcome", "Only what ended with this word: `done`, or the code of an error."),
            ("order", "`newest` first, as when it is not given, or `oldest` first."),
            ("limit", LimitMeaning),
            ("after", AfterMeaning),
        ],
        Problems = [ProblemCodes.NoAudit],
    };

    internal static RouteText ListNodes { get; } = new("listNodes", "List the nodes and how far each is behind.");
}
