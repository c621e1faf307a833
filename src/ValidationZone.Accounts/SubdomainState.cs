namespace ValidationZone.Accounts;

/// <summary>
/// What the directory knows of one subdomain; every member but the name belongs to the directory's writer.
/// </summary>
internal sealed class SubdomainState(Subdomain subdomain)
{
    internal Subdomain Subdomain { get; } = subdomain;

    /// <summary>The first of its credentials, each of which leads to the next.</summary>
    internal CredentialEntry? FirstCredential { get; set; }

    /// <summary>
    /// The revision that the credentials are from. Not the same as that of the values: a receipt brings values of a
    /// revision whose credentials, changed by someone else just before, are still to come from the follower.
    /// </summary>
    internal long CredentialsRevision { get; set; }

    internal long ValuesRevision { get; set; }

    internal PackedValues Values { get; set; } = PackedValues.None;

    /// <summary>
    /// The due time of its valid entry in the schedule; <see cref="long.MaxValue"/> when it has none.
    /// </summary>
    internal long ScheduledFor { get; set; } = long.MaxValue;

    /// <summary>A tombstone: stays, so that a late answer of the store cannot bring the name back.</summary>
    internal bool IsDeleted { get; set; }

    /// <summary>Whether the zone has no place for it, because the name is too long or a static one.</summary>
    internal bool IsSkipped { get; set; }
}
