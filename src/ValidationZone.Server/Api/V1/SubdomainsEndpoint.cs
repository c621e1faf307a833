using ValidationZone.Accounts;
using ValidationZone.Server.Api.V1.Replies;
using ValidationZone.Server.Api.V1.Requests;

namespace ValidationZone.Server.Api.V1;

/// <summary>Creates, lists, shows, changes and deletes subdomains.</summary>
internal sealed class SubdomainsEndpoint(AccountRegistrar registrar, AccountAdministration accounts, V1Zone zone)
{
    private const int LargestPage = 500;
    private const int UsualPage = 100;

    /// <summary><c>POST /v1/subdomains</c>.</summary>
    internal async Task<IResult> CreateAsync(HttpContext context)
    {
        (Problem? problem, SubdomainOrder body, byte[] octets) =
            await V1Body.ReadAsync(context.Request, V1Json.Default.SubdomainOrder, isOptional: true);
        if (problem is not null)
            return problem;

        (problem, IdempotentRequest request) = IdempotentRequest.Read(context, zone.Hasher, octets, tellsAllowFrom: true);
        var order = new RegistrationOrder { Token = Caller.From(context).Token, Seal = request.Seal };
        problem ??= Complete(ref order, body);
        if (problem is not null)
            return problem;

        Registration registration = await registrar.RegisterAsync(order);
        return registration.Outcome switch
        {
            RegistrationOutcome.Created =>
                request.First(context, StatusCodes.Status201Created, registration.Account!),
            RegistrationOutcome.Repeated =>
                IdempotentRequest.Again(context, StatusCodes.Status201Created, registration.Repeated!.Value),
            var outcome => Outcomes.ProblemOf(outcome),
        };
    }

    /// <summary><c>GET /v1/subdomains</c>.</summary>
    internal async Task<IResult> ListAsync(HttpContext context)
    {
        var query = new V1Query(
            context.Request, "name", "note", "unused_since", "never_used", "limit", "after");
        var search = new SubdomainSearch
        {
            NameContains = query.Text("name"),
            NoteContains = query.Text("note"),
            UnusedSince = query.Time("unused_since"),
            NeverUsed = query.Flag("never_used"),
            Limit = query.Count("limit", UsualPage, LargestPage),
            After = query.Text("after"),
        };
        if (search.After is { } after && !Subdomain.TryParse(after, out _))
            query.Refuse("after", "is not what a page has given as next");

        if (query.Problem is { } problem)
            return problem;

        IReadOnlyList<StoredSubdomain> page = await accounts.SearchAsync(search, context.RequestAborted);
        // A page that is just full may be the last one. The next is then empty, which costs less than looking ahead.
        string? next = page.Count == search.Limit ? page[^1].Subdomain.Text : null;
        SubdomainReply[] items = [.. page.Select(stored => zone.Describe(stored, context))];
        return V1Reply.Of(new SubdomainPage(items, next), V1Json.Default.SubdomainPage);
    }

    /// <summary><c>GET /v1/subdomains/{name}</c>.</summary>
    internal async Task<IResult> ShowAsync(HttpContext context, string name)
    {
        StoredSubdomain? stored = Subdomain.TryParse(name, out Subdomain? subdomain)
            ? await accounts.FindAsync(subdomain, context.RequestAborted)
            : null;
        // A tombstone only keeps the name from coming back, and is told of to nobody here.
        return stored is { DeletedAt: null }
            ? V1Reply.Of(zone.Describe(stored, context), V1Json.Default.SubdomainReply)
            : ProblemCodes.NotFound;
    }

    /// <summary><c>PATCH /v1/subdomains/{name}</c>.</summary>
    internal async Task<IResult> ChangeAsync(HttpContext context, string name)
    {
        (Problem? problem, SubdomainPatch body, _) =
            await V1Body.ReadAsync(context.Request, V1Json.Default.SubdomainPatch);
        if (problem is null && !V1Fields.IsNote(body.Note))
            problem = ProblemCodes.BadNote;

        if (problem is not null)
            return problem;

        if (!Subdomain.TryParse(name, out Subdomain? subdomain))
            return ProblemCodes.NotFound;

        var terms = new SubdomainTerms
        {
            Note = body.HasNote ? new Replacement<string?>(body.Note) : null,
            IsEnabled = body.HasEnabled ? body.Enabled : null,
        };
        Administered done = await accounts.ChangeSubdomainAsync(subdomain, terms);
        return done.Outcome == AdministeredOutcome.Done
            ? V1Reply.Of(zone.Describe(done.Subdomain!, context), V1Json.Default.SubdomainReply)
            : Outcomes.ProblemOf(done.Outcome);
    }

    /// <summary><c>DELETE /v1/subdomains/{name}</c>.</summary>
    internal async Task<IResult> DeleteAsync(string name)
    {
        bool isDeleted = Subdomain.TryParse(name, out Subdomain? subdomain) && await accounts.DeleteAsync(subdomain);
        return isDeleted ? V1Reply.NoContent : ProblemCodes.NotFound;
    }

    private Problem? Complete(ref RegistrationOrder order, SubdomainOrder body)
    {
        Subdomain? name = null;
        if (body.Name is not null)
        {
            // A name of one's own choice can be one that an alias still leads to.
            if (order.Token!.Role < TokenRole.Admin)
                return ProblemCodes.RoleRequired;

            if (zone.ProblemOfName(body.Name, out name) is { } problem)
                return problem;
        }

        if (!V1Fields.IsNote(body.Note))
            return ProblemCodes.BadNote;

        if (!AllowFrom.TryParse(body.AllowFrom, out AllowFrom? allowFrom))
            return ProblemCodes.InvalidAllowFrom;

        if (!V1Fields.TryReadExpires(body.Expires, zone.Now, out DateTimeOffset? expires))
            return ProblemCodes.BadExpires;

        order = order with { Name = name, Note = body.Note, AllowFrom = allowFrom, ExpiresAt = expires };
        return null;
    }
}
