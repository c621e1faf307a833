using ValidationZone.Accounts;
using ValidationZone.Accounts.Timeline;
using ValidationZone.Server.Api.V1.Replies;

namespace ValidationZone.Server.Api.V1;

/// <summary><c>GET /v1/subdomains/{name}/timeline</c>.</summary>
internal sealed class TimelineEndpoint(TimelineBook book, AccountAdministration accounts)
{
    /// <summary>Handles one request.</summary>
    internal async Task<IResult> ShowAsync(HttpContext context, string name)
    {
        if (!Subdomain.TryParse(name, out Subdomain? subdomain))
            return ProblemCodes.NotFound;

        // One that was deleted a moment ago has a timeline still, which tells when; one that is asleep has none.
        SubdomainTimeline? timeline = book.Find(subdomain);
        bool exists = timeline is not null
            || await accounts.FindAsync(subdomain, context.RequestAborted) is { DeletedAt: null };
        return exists
            ? V1Reply.Of(TimelineReply.Of(subdomain, timeline), V1Json.Default.TimelineReply)
            : ProblemCodes.NotFound;
    }
}
