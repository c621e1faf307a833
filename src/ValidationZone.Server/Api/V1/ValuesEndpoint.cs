using System.Diagnostics;
using ValidationZone.Accounts;
using ValidationZone.Server.Api.V1.Replies;
using ValidationZone.Server.Api.V1.Requests;

namespace ValidationZone.Server.Api.V1;

/// <summary>Publishes, removes and lists the values of the caller's own subdomain.</summary>
internal sealed class ValuesEndpoint(
    ChallengeUpdater updater, AccountAdministration accounts, TimeSpan usualLifetime, TimeProvider clock)
{
    private const int ShortestSeconds = 60;
    private const int LongestSeconds = 7 * 24 * 60 * 60;

    /// <summary><c>PUT /v1/subdomains/{name}/values/{txt}</c>.</summary>
    internal async Task<IResult> PublishAsync(HttpContext context, string name, string txt)
    {
        if (!ChallengeDigest.TryParse(txt, out ChallengeDigest? digest))
            return ProblemCodes.BadTxt;

        (Problem? problem, ValuePublication body, _) =
            await V1Body.ReadAsync(context.Request, V1Json.Default.ValuePublication, isOptional: true);
        if (problem is null && body.Lifetime is < ShortestSeconds or > LongestSeconds)
            problem = ProblemCodes.BadLifetime;

        if (problem is not null)
            return problem;

        TimeSpan? lifetime = body.Lifetime is int seconds ? TimeSpan.FromSeconds(seconds) : null;
        // Read before the change: the value lives at least until the time that is told.
        DateTimeOffset expiresAt = WholeSeconds(clock.GetUtcNow() + (lifetime ?? usualLifetime));
        UpdateOutcome outcome = await updater.PublishAsync(
            CredentialAt(context, name), digest, lifetime, RequestTrail.Of(context)?.Times);
        return Reply(outcome, digest, expiresAt);
    }

    /// <summary><c>DELETE /v1/subdomains/{name}/values/{txt}</c>.</summary>
    internal async Task<IResult> RemoveAsync(HttpContext context, string name, string txt) =>
        ChallengeDigest.TryParse(txt, out ChallengeDigest? digest)
            ? Reply(
                await updater.RemoveAsync(CredentialAt(context, name), digest, RequestTrail.Of(context)?.Times),
                digest,
                expiresAt: null)
            : ProblemCodes.BadTxt;

    /// <summary><c>GET /v1/subdomains/{name}/values</c>.</summary>
    internal async Task<IResult> ListAsync(HttpContext context, string name)
    {
        Caller caller = Caller.From(context);
        Subdomain subdomain = CredentialAt(context, name).Subdomain;
        StoredSubdomain? stored = await accounts.FindAsync(subdomain, context.RequestAborted);
        return stored is { DeletedAt: null }
            ? V1Reply.Of(
                new ValuesReply(ValueReply.ListOf(stored, caller, clock.GetUtcNow()), Propagation.Here),
                V1Json.Default.ValuesReply)
            : ProblemCodes.NotFound;
    }

    private static IResult Reply(UpdateOutcome outcome, ChallengeDigest digest, DateTimeOffset? expiresAt) =>
        outcome == UpdateOutcome.Done
            ? V1Reply.Of(
                new PublicationReply(digest.Text, expiresAt?.UtcDateTime, Propagation.Here),
                V1Json.Default.PublicationReply)
            : Outcomes.ProblemOf(outcome);

    // The change goes to the credential's own name in any case; that the path has the same one was for the gate to say.
    private static AuthenticatedCredential CredentialAt(HttpContext context, string name)
    {
        AuthenticatedCredential credential = Caller.From(context).Credential!;
        Debug.Assert(credential.Subdomain.Text == name);
        return credential;
    }

    private static DateTimeOffset WholeSeconds(DateTimeOffset time) =>
        // Rounded down: nobody is told of a second that the value does not live.
        DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());
}
