using ValidationZone.Accounts;
using ValidationZone.Server.Api.V1.Replies;
using ValidationZone.Server.Api.V1.Requests;

namespace ValidationZone.Server.Api.V1;

/// <summary>Adds, changes, rotates and removes the credentials of a subdomain.</summary>
internal sealed class CredentialsEndpoint(AccountAdministration accounts, V1Zone zone)
{
    /// <summary><c>POST /v1/subdomains/{name}/credentials</c>.</summary>
    internal async Task<IResult> AddAsync(HttpContext context, string name)
    {
        Caller caller = Caller.From(context);
        (Problem? problem, AnotherCredential body, byte[] octets) =
            await V1Body.ReadAsync(context.Request, V1Json.Default.AnotherCredential, isOptional: true);
        if (problem is not null)
            return problem;

        // A credential that is bound to networks, or to an end, cannot make itself a successor that is not.
        if (caller.Credential is not null && body.HasTerms)
            return ProblemCodes.RoleRequired;

        if (!Subdomain.TryParse(name, out Subdomain? subdomain))
            return ProblemCodes.NotFound;

        (problem, IdempotentRequest request) =
            // The reply is sealed before the store has looked up what is inherited, so that it cannot tell of that.
            IdempotentRequest.Read(context, zone.Hasher, octets, tellsAllowFrom: caller.Credential is null);
        var order = new CredentialOrder
        {
            InheritsFrom = caller.Credential?.Username,
            Proof = caller.Prove(zone.Hasher),
            Seal = request.Seal,
        };
        problem ??= Complete(ref order, body);
        return problem
            ?? Reply(context, request, StatusCodes.Status201Created, await accounts.AddCredentialAsync(subdomain, order));
    }

    /// <summary><c>PATCH /v1/subdomains/{name}/credentials/{username}</c>.</summary>
    internal async Task<IResult> ChangeAsync(HttpContext context, string name, string username)
    {
        (Problem? problem, CredentialPatch body, _) =
            await V1Body.ReadAsync(context.Request, V1Json.Default.CredentialPatch);
        if (problem is not null)
            return problem;

        // What it may do to itself makes it less, and never more.
        bool isMore = body.HasAllowFrom || body.HasExpires || (body.HasEnabled && body.Enabled);
        if (Caller.From(context).Credential is not null && isMore)
            return ProblemCodes.RoleRequired;

        if (!TryRead(name, username, out Subdomain subdomain, out Guid credential))
            return ProblemCodes.NotFound;

        problem = Read(body, out CredentialChange change);
        if (problem is not null)
            return problem;

        Administered done = await accounts.ChangeCredentialAsync(subdomain, credential, change);
        if (done.Outcome != AdministeredOutcome.Done)
            return Outcomes.ProblemOf(done.Outcome);

        Credential changed = done.Subdomain!.Credentials.First(each => each.Username == credential);
        return V1Reply.Of(CredentialReply.Of(changed, zone.Now), V1Json.Default.CredentialReply);
    }

    /// <summary><c>DELETE /v1/subdomains/{name}/credentials/{username}</c>.</summary>
    internal async Task<IResult> RemoveAsync(string name, string username)
    {
        if (!TryRead(name, username, out Subdomain subdomain, out Guid credential))
            return ProblemCodes.NotFound;

        Administered done = await accounts.RemoveCredentialAsync(subdomain, credential);
        return done.Outcome == AdministeredOutcome.Done ? V1Reply.NoContent : Outcomes.ProblemOf(done.Outcome);
    }

    /// <summary><c>POST /v1/subdomains/{name}/credentials/{username}/rotate</c>.</summary>
    internal async Task<IResult> RotateAsync(HttpContext context, string name, string username)
    {
        (Problem? problem, KeyRotation body, byte[] octets) =
            await V1Body.ReadAsync(context.Request, V1Json.Default.KeyRotation, isOptional: true);
        if (problem is not null)
            return problem;

        var overlap = TimeSpan.FromSeconds(body.Overlap);
        if (overlap < TimeSpan.Zero || overlap > AccountAdministration.LongestOverlap)
            return ProblemCodes.BadOverlap;

        if (!TryRead(name, username, out Subdomain subdomain, out Guid credential))
            return ProblemCodes.NotFound;

        (problem, IdempotentRequest request) =
            IdempotentRequest.Read(context, zone.Hasher, octets, tellsAllowFrom: false);
        return problem ?? Reply(
            context,
            request,
            StatusCodes.Status200OK,
            await accounts.RotateKeyAsync(
                subdomain, credential, overlap, request.Seal, Caller.From(context).Prove(zone.Hasher)));
    }

    private static IResult Reply(HttpContext context, IdempotentRequest request, int status, Administered done) =>
        done.Outcome switch
        {
            AdministeredOutcome.Done => request.First(context, status, done.Account!),
            AdministeredOutcome.Repeated => IdempotentRequest.Again(context, status, done.Repeated!.Value),
            var outcome => Outcomes.ProblemOf(outcome),
        };

    private Problem? Complete(ref CredentialOrder order, AnotherCredential body)
    {
        if (!V1Fields.IsNote(body.Note))
            return ProblemCodes.BadNote;

        if (!AllowFrom.TryParse(body.AllowFrom ?? [], out AllowFrom? allowFrom))
            return ProblemCodes.InvalidAllowFrom;

        if (!V1Fields.TryReadExpires(body.Expires, zone.Now, out DateTimeOffset? expires))
            return ProblemCodes.BadExpires;

        order = order with { Note = body.Note, AllowFrom = allowFrom, ExpiresAt = expires };
        return null;
    }

    private Problem? Read(CredentialPatch body, out CredentialChange change)
    {
        change = new CredentialChange();
        if (!V1Fields.IsNote(body.Note))
            return ProblemCodes.BadNote;

        if (!AllowFrom.TryParse(body.AllowFrom, out AllowFrom? allowFrom))
            return ProblemCodes.InvalidAllowFrom;

        if (!V1Fields.TryReadExpires(body.Expires, zone.Now, out DateTimeOffset? expires))
            return ProblemCodes.BadExpires;

        change = new CredentialChange
        {
            AllowFrom = body.HasAllowFrom ? allowFrom : null,
            Note = body.HasNote ? new Replacement<string?>(body.Note) : null,
            ExpiresAt = body.HasExpires ? new Replacement<DateTimeOffset?>(expires) : null,
            IsEnabled = body.HasEnabled ? body.Enabled : null,
        };
        return null;
    }

    private static bool TryRead(string name, string username, out Subdomain subdomain, out Guid credential)
    {
        credential = Guid.Empty;
        bool isName = Subdomain.TryParse(name, out Subdomain? parsed);
        subdomain = parsed!;
        // One spelling of the five that the framework takes, as in every reply and in the audit.
        return isName && Guid.TryParseExact(username, "D", out credential);
    }
}
