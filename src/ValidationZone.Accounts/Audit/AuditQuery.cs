namespace ValidationZone.Accounts.Audit;

/// <summary>Which entries of the audit are asked for; what is not set restricts nothing.</summary>
public sealed record AuditQuery
{
    /// <summary>The most entries of a page.</summary>
    public const int MostEntries = 500;

    /// <summary>Where the page before ended.</summary>
    public AuditCursor? After { get; init; }

    /// <summary>How many entries at most, from 1 to <see cref="MostEntries"/>.</summary>
    public int Limit { get; init; } = MostEntries;

    /// <summary>Whether the newest come first.</summary>
    public bool IsNewestFirst { get; init; }

    /// <summary>Nothing from before.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Nothing from this moment on.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Only what concerns this subdomain.</summary>
    public Subdomain? Subdomain { get; init; }

    /// <summary>Only what this username, token identifier or user of the machine did.</summary>
    public string? ActorId { get; init; }

    /// <summary>Only this action.</summary>
    public AuditAction? Action { get; init; }

    /// <summary>Only what ended with this word.</summary>
    public string? Outcome { get; init; }

    /// <summary>Whether a file can hold entries that are asked for.</summary>
    internal bool Covers(DateOnly day) =>
        (Since is not { } since || day >= DateOnly.FromDateTime(since.UtcDateTime))
        && (Until is not { } until || day <= DateOnly.FromDateTime(until.UtcDateTime))
        && (After is not { } after || (IsNewestFirst ? day <= after.Day : day >= after.Day));

    /// <summary>Whether an entry is asked for.</summary>
    internal bool Matches(in AuditEntry entry) =>
        // Turned round, because a comparison with what is not set is false.
        !(entry.At < Since)
        && !(entry.At >= Until)
        && (Subdomain is null || Subdomain.Equals(entry.Subdomain))
        && (ActorId is null || ActorId == entry.Actor.IdText)
        && (Action is null || Action == entry.Action)
        && (Outcome is null || Outcome == entry.Outcome.Word);
}
