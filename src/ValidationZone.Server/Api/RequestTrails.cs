using System.Net;
using ValidationZone.Accounts.Audit;

namespace ValidationZone.Server.Api;

/// <summary>Begins and ends the trail of each request: its number, its times, what the audit is told.</summary>
/// <param name="audit">Where it is told; <see langword="null"/> when nothing is kept.</param>
/// <param name="clock">The time.</param>
internal sealed class RequestTrails(AuditLog? audit, TimeProvider clock)
{
    /// <summary>The header with the number of the request; one that a client sends is not looked at.</summary>
    internal const string Header = "X-Request-Id";

    private readonly RequestIds _ids = new();

    /// <summary>Numbers a request, and tells the client its number.</summary>
    internal RequestTrail Begin(HttpContext context, IPAddress client)
    {
        var trail = new RequestTrail(_ids.Next(), client, clock);
        context.Features.Set(trail);
        // Before anything can go wrong: a reply that needs looking into has its number.
        context.Response.Headers[Header] = trail.IdText;
        return trail;
    }

    /// <summary>Keeps what a request did, when it was something to keep.</summary>
    /// <param name="trail">The request.</param>
    /// <param name="endedAt">When the reply had been handed over.</param>
    /// <param name="isReplied">Whether there was a reply, and somebody to receive it.</param>
    internal void End(RequestTrail trail, long endedAt, bool isReplied)
    {
        if (audit is not null && trail.Action is { } action)
            audit.Record(trail.ToEntry(action, endedAt, isReplied));
    }
}
