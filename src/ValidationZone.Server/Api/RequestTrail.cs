using System.Net;
using ValidationZone.Accounts;
using ValidationZone.Accounts.Audit;

namespace ValidationZone.Server.Api;

/// <summary>What becomes known of a request on its way, for the audit; one thread at a time uses it.</summary>
/// <remarks>
/// It is told of identifiers and of moments and never of a text that was sent. A request that sets no action is not
/// part of the audit.
/// </remarks>
internal sealed class RequestTrail(RequestId id, IPAddress client, TimeProvider clock)
{
    private AuditActor _actor = AuditActor.Anonymous;
    private AuditOutcome? _outcome;
    private Subdomain? _subdomain;
    private Guid? _target;
    private long _authenticatedAt;
    private long _committedAt;

    /// <summary>The number of the request in sixteen digits.</summary>
    internal string IdText { get; } = id.ToString();

    /// <summary>When the server first looked at it.</summary>
    internal long StartedAt { get; } = clock.GetTimestamp();

    /// <summary>What the audit is told that it did, or was to do; <see langword="null"/> for nothing.</summary>
    internal AuditAction? Action { get; private set; }

    /// <summary>Receives when the change was committed and published.</summary>
    internal ChangeTimes Times { get; } = new();

    // The store's own moment where it tells one; an endpoint hears of it only later.
    private long CommittedAt => Times.CommittedAt != 0 ? Times.CommittedAt : _committedAt;

    /// <summary>The trail of the request that a context stands for; <see langword="null"/> before it has one.</summary>
    internal static RequestTrail? Of(HttpContext context) => context.Features.Get<RequestTrail>();

    /// <summary>Who is asking is not known, and will not be: the request is refused.</summary>
    internal void NotAuthenticated() => Action = AuditAction.AuthenticationRefused;

    /// <summary>Who is asking needs no proof, or has given it, and this is what is to be done.</summary>
    internal void Authenticated(AuditActor actor, AuditAction action)
    {
        _authenticatedAt = clock.GetTimestamp();
        _actor = actor;
        Action = action;
    }

    /// <summary>A credential has proved itself, and wants this done at its own subdomain.</summary>
    internal void Authenticated(AuthenticatedCredential credential, AuditAction action)
    {
        Authenticated(AuditActor.Credential(credential.Username), action);
        _subdomain = credential.Subdomain;
    }

    /// <summary>An operator token has proved itself, or none was needed, and this is to be done.</summary>
    internal void Authenticated(OperatorToken? token, AuditAction action) =>
        Authenticated(token is null ? AuditActor.Anonymous : AuditActor.Token(token.Id), action);

    /// <summary>What it is done to.</summary>
    /// <param name="subdomain">The subdomain, if there is one.</param>
    /// <param name="target">The username or the token's identifier, if it is done to one.</param>
    internal void Concerns(Subdomain? subdomain, Guid? target)
    {
        _subdomain = subdomain;
        _target = target;
    }

    /// <summary>It is durable, for changes whose store tells no moment of its own.</summary>
    internal void Committed() => _committedAt = clock.GetTimestamp();

    /// <summary>It is refused.</summary>
    internal void Refused(AuditOutcome outcome) => _outcome = outcome;

    /// <summary>The entry, once nothing more happens.</summary>
    internal AuditEntry ToEntry(AuditAction action, long endedAt, bool isReplied) => new()
    {
        // The wall clock is read once, here, so that its time is that of the end.
        At = clock.GetUtcNow(),
        Request = id,
        Actor = _actor,
        Source = client,
        Action = action,
        Subdomain = _subdomain,
        Target = _target,
        // What was committed is done, whether or not the client stayed to hear of it.
        Outcome = _outcome ?? (isReplied || CommittedAt != 0 ? AuditOutcome.Done : AuditOutcome.ClientLeft),
        Phases = MeasurePhases(endedAt, isReplied),
    };

    private AuditPhases MeasurePhases(long endedAt, bool isReplied)
    {
        long last = StartedAt;
        return new AuditPhases(
            Measure(_authenticatedAt, ref last),
            Measure(CommittedAt, ref last),
            Measure(Times.PublishedAt, ref last),
            isReplied ? Measure(endedAt, ref last) : null);
    }

    private int? Measure(long at, ref long last)
    {
        if (at == 0)
            return null;

        double microseconds = clock.GetElapsedTime(last, at).TotalMicroseconds;
        last = at;
        // An int is full after 36 minutes; a request that hangs for longer must not end up negative.
        return (int)Math.Min(microseconds, int.MaxValue);
    }
}
