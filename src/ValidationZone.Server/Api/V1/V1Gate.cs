using System.Net;
using ValidationZone.Accounts;
using ValidationZone.Accounts.Audit;
using ValidationZone.Server.Api.Limits;

namespace ValidationZone.Server.Api.V1;

/// <summary>The one place that decides who may use a route of <c>/v1</c>; what no rule allows is refused.</summary>
/// <param name="tokens">Recognises operator tokens.</param>
/// <param name="credentials">Recognises credentials.</param>
/// <param name="limits">Counts failures by network, and changes of values by credential.</param>
/// <param name="hasOperatorListener">Whether tokens are taken only where the operators' own listener is.</param>
internal sealed class V1Gate(
    OperatorTokens tokens, CredentialGate credentials, ApiLimits limits, bool hasOperatorListener)
{
    private const string BearerScheme = "Bearer ";

    /// <summary>Lets a request pass, with its <see cref="Caller"/> among the features, or says why not.</summary>
    /// <exception cref="StoreUnavailableException">The tokens could not be read.</exception>
    internal async Task<Problem?> AdmitAsync(HttpContext context, Endpoint route, IPAddress client)
    {
        (Caller? caller, Problem refusal) = await RecogniseAsync(context, client);
        RequestTrail trail = RequestTrail.Of(context)!;
        if (caller is null)
        {
            trail.NotAuthenticated();
            return Limited(refusal, client);
        }

        context.Features.Set(caller);
        // Before the rule is looked at: a refusal is kept with the name of who was refused.
        if (route.Metadata.GetMetadata<AuditedAs>() is { } audited)
            Note(trail, caller, audited.Action, context.Request.RouteValues);

        AccessRule rule = route.Metadata.GetMetadata<AccessRule>() ?? new AccessRule();
        if (caller.Credential is not { } credential)
            // A rule without a role compares as null, which is never true, so that it is closed to tokens.
            return rule.Role <= caller.Token!.Role ? null : ProblemCodes.RoleRequired;

        return Check(rule, credential, context.Request.RouteValues) ?? TakeUpdate(route, credential);
    }

    /// <summary>Whether whoever was let in would be let in now; if not, how to refuse.</summary>
    /// <exception cref="StoreUnavailableException">The tokens could not be read.</exception>
    internal async Task<Problem?> ConfirmAsync(HttpContext context, IPAddress client)
    {
        (Caller? caller, Problem refusal) = await RecogniseAsync(context, client);
        return caller is null ? refusal : null;
    }

    /// <summary>A failure like any other, or one too many from this network.</summary>
    private Problem Limited(Problem refusal, IPAddress client) =>
        // A key that could not be compared yet may be right, and counts as no failure.
        ReferenceEquals(refusal, ProblemCodes.Unauthenticated)
        && limits.RefuseFailure(client).RetryAfterSeconds is int seconds
            ? ProblemCodes.TooManyRequests.RetryAfter(seconds)
            : refusal;

    /// <summary>A change of values counts as an update, whichever route it comes by.</summary>
    private Problem? TakeUpdate(Endpoint route, AuthenticatedCredential credential) =>
        route.Metadata.GetMetadata<AuditedAs>()?.Action is AuditAction.ValuePublished or AuditAction.ValueRemoved
        && limits.TakeUpdate(credential)?.RetryAfterSeconds is int seconds
            ? ProblemCodes.TooManyRequests.RetryAfter(seconds)
            : null;

    private static void Note(RequestTrail trail, Caller caller, AuditAction action, RouteValueDictionary values)
    {
        if (caller.Credential is { } credential)
            trail.Authenticated(credential, action);
        else
            trail.Authenticated(caller.Token, action);

        // A credential does nothing anywhere but at its own name, whatever stands in the path.
        _ = Subdomain.TryParse(values["name"] as string, out Subdomain? named);
        bool isTarget = Guid.TryParseExact(values["username"] as string, "D", out Guid target);
        trail.Concerns(caller.Credential?.Subdomain ?? named, isTarget ? target : null);
    }

    private static Problem? Check(AccessRule rule, AuthenticatedCredential credential, RouteValueDictionary values)
    {
        if (!rule.AllowsOwnCredential)
            return ProblemCodes.RoleRequired;

        // What is another's looks like what does not exist: nobody finds out which names there are.
        bool isOwnName = values["name"] as string == credential.Subdomain.Text;
        bool isItself = values["username"] is not string username
            || (Guid.TryParseExact(username, "D", out Guid parsed) && parsed == credential.Username);
        return isOwnName && isItself ? null : ProblemCodes.NotFound;
    }

    private async Task<(Caller? Caller, Problem Refusal)> RecogniseAsync(HttpContext context, IPAddress client)
    {
        IHeaderDictionary headers = context.Request.Headers;
        bool isAtOperators = context.Features.Get<OperatorListener>() is not null;
        string? secret = BearerIn(headers);
        bool hasKeyHeaders = headers.ContainsKey("X-Api-User") || headers.ContainsKey("X-Api-Key");
        // Two ways at once could be two people, one of them added by a proxy.
        bool isAmbiguous = headers.Authorization.Count > 1 || (secret is not null && hasKeyHeaders);
        if (isAmbiguous || (secret is null && isAtOperators))
            return (null, ProblemCodes.Unauthenticated);

        if (secret is null)
            return await RecogniseCredentialAsync(headers, client);

        // Asked also where no token is taken, so that the time does not tell of a token that would work elsewhere.
        OperatorToken? token =
            // The least role of all: whether it is enough is for the rule to say, by 403 and not by 401.
            await tokens.RecogniseAsync(secret, client, TokenRole.Viewer, context.RequestAborted);
        bool isTaken = token is not null && isAtOperators == hasOperatorListener;
        return (isTaken ? Caller.Of(token!, secret) : null, ProblemCodes.Unauthenticated);
    }

    private async Task<(Caller? Caller, Problem Refusal)> RecogniseCredentialAsync(
        IHeaderDictionary headers, IPAddress client)
    {
        var presented = PresentedCredential.Read(headers);
        (AuthenticatedCredential? credential, ApiError? error) =
            await credentials.RecogniseAsync(presented.Name, presented.Key, client);
        Caller? caller = credential is null ? null : Caller.Of(credential, presented.Key);

        // A key from another server takes its time to be compared, and others wait for that too.
        return error?.RetryAfterSeconds is int seconds
            ? (caller, ProblemCodes.TooManyRequests.RetryAfter(seconds))
            : (caller, ProblemCodes.Unauthenticated);
    }

    private static string? BearerIn(IHeaderDictionary headers)
    {
        string value = headers.Authorization.Count == 1 ? headers.Authorization[0] ?? "" : "";
        return value.StartsWith(BearerScheme, StringComparison.OrdinalIgnoreCase)
            ? value[BearerScheme.Length..].Trim()
            : null;
    }
}
