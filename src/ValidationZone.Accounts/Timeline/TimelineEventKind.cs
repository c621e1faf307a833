namespace ValidationZone.Accounts.Timeline;

/// <summary>What can happen to a subdomain.</summary>
public enum TimelineEventKind : byte
{
    /// <summary>It was registered.</summary>
    Registered,

    /// <summary>A credential was added, changed or removed.</summary>
    CredentialsChanged,

    /// <summary>A value was taken away by a client, or made room for a newer one.</summary>
    Removed,

    /// <summary>A value's time was up.</summary>
    Expired,

    /// <summary>A value was published, or published again.</summary>
    Published,

    /// <summary>It was deleted for good.</summary>
    Deleted,

    /// <summary>A resolver asked for the first time.</summary>
    FirstQuestion,

    /// <summary>A resolver was given values, for the last time so far.</summary>
    ValuesGiven,

    /// <summary>A resolver asked for the last time so far.</summary>
    LastQuestion,
}
