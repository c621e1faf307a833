using ValidationZone.Authority.Zone;

namespace ValidationZone.Accounts;

/// <summary>
/// What the directory knows of one subdomain: the node that the zone's table leads to, with the credentials inside.
/// </summary>
/// <remarks>
/// Credentials never change: others are another state, which takes the place of this one everywhere, so that readers
/// need no lock. The rest belongs to the directory's writer. One object of 176 bytes, with the name and one credential.
/// </remarks>
internal sealed class SubdomainState : ZoneNode
{
    private readonly CredentialEntry _first;
    private readonly CredentialEntry[] _others = [];

    internal SubdomainState(Subdomain subdomain, IReadOnlyList<Credential> credentials, long revision)
        : base(subdomain.Labels)
    {
        CredentialsRevision = revision;
        _first = credentials.Count > 0 ? new CredentialEntry(credentials[0]) : CredentialEntry.Nobody;
        if (credentials.Count > 1)
            _others = [.. credentials.Skip(1).Select(credential => new CredentialEntry(credential))];
    }

    /// <summary>Has no credential, so that no username leads to it.</summary>
    internal static SubdomainState OfNobody { get; } = new(Subdomain.Generate(), [], revision: 0);

    internal int CredentialCount => (_first.Username == Guid.Empty ? 0 : 1) + _others.Length;

    /// <summary>
    /// The revision that the credentials are from. Not the same as that of the values: a receipt brings values of a
    /// revision whose credentials, changed by someone else just before, are still to come from the follower.
    /// </summary>
    internal long CredentialsRevision { get; }

    internal long ValuesRevision { get; set; }

    /// <summary>When its turn in the schedule comes; <see cref="long.MaxValue"/> when it is not there.</summary>
    internal long ScheduledFor { get; set; } = long.MaxValue;

    /// <summary>Where it stands in the schedule while it is there.</summary>
    internal int SchedulePlace { get; set; }

    /// <summary>Whether the zone has no place for it, because the name is too long or a static one.</summary>
    internal bool IsSkipped { get; set; }

    /// <summary>What is shown; nothing while it is skipped.</summary>
    internal TxtRRset Values => Challenges ?? TxtRRset.Empty;

    /// <summary>The username at a place, from 0 on.</summary>
    internal Guid Username(int index) => index == 0 ? _first.Username : _others[index - 1].Username;

    /// <summary>Finds the credential with a username that was given to someone.</summary>
    internal bool TryFind(Guid username, out CredentialEntry entry)
    {
        entry = _first;
        for (int i = 0; entry.Username != username; i++)
        {
            if (i == _others.Length)
                return false;

            entry = _others[i];
        }

        // Nobody's name is found where there is no credential.
        return username != Guid.Empty;
    }
}
