using System.Net;

namespace ValidationZone.Accounts.Audit;

/// <summary>One line of the audit: who did what, from where, when, and how it ended.</summary>
/// <remarks>
/// No field takes a text of a client, so that no key, token, value or note can become part of it. Nothing is formatted
/// when an entry is made; that is left to whoever writes it.
/// </remarks>
public readonly record struct AuditEntry
{
    /// <summary>When it had ended.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The request that asked for it; none for the command line and the server itself.</summary>
    public RequestId Request { get; init; }

    /// <summary>Who did it.</summary>
    public required AuditActor Actor { get; init; }

    /// <summary>Where the request came from; <see langword="null"/> without a request.</summary>
    public IPAddress? Source { get; init; }

    /// <summary>What was done, or was to be done.</summary>
    public required AuditAction Action { get; init; }

    /// <summary>The subdomain that it concerns, if any.</summary>
    public Subdomain? Subdomain { get; init; }

    /// <summary>The username of the credential, or the identifier of the token, that it was done to, if any.</summary>
    public Guid? Target { get; init; }

    /// <summary>How it ended.</summary>
    public required AuditOutcome Outcome { get; init; }

    /// <summary>How long it took.</summary>
    public AuditPhases Phases { get; init; }

    /// <summary>How many things an entry that counts stands for; <see langword="null"/> for all others.</summary>
    public long? Count { get; init; }

    /// <summary>Whether it tells of a refusal that anybody can bring about, as often as they like.</summary>
    internal bool IsRefusalOfStranger => Actor.Kind == AuditActorKind.Anonymous && Outcome != AuditOutcome.Done;
}
