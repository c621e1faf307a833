using ValidationZone.Authority.Zone;

namespace ValidationZone.Accounts;

/// <summary>
/// What the directory knows of one subdomain: the node that the zone's table leads to, with the credentials inside.
/// </summary>
/// <remarks>
/// Credentials never change: others are another state, which takes the place of this one everywhere, so that readers
/// need no lock. The rest belongs to the directory's writer. One object of 160 bytes, with the name and one credential.
/// </remarks>
internal sealed class SubdomainState : ZoneNode
{
    /// <summary>The place of a state that is not in the schedule now.</summary>
    internal const int NotScheduled = -1;

    /// <summary>The place of a state that is skipped.</summary>
    internal const int NeverScheduled = -2;

    private readonly CredentialEntry _first;
    private readonly RareParts _rare = RareParts.None;

    internal SubdomainState(
        Subdomain subdomain, IReadOnlyList<Credential> credentials, long revision, bool isEnabled = true)
        : base(subdomain.Labels)
    {
        CredentialsRevision = revision;
        _first = credentials.Count > 0 ? new CredentialEntry(credentials[0], isEnabled) : CredentialEntry.Nobody;
        byte[]? longName = CopyOfLong(subdomain.Labels);
        if (longName is not null || credentials.Count > 1)
            _rare = new RareParts(longName, Entries(credentials.Skip(1), isEnabled));
    }

    /// <summary>Has no credential, so that no username leads to it.</summary>
    internal static SubdomainState OfNobody { get; } = new(Subdomain.Generate(), [], revision: 0);

    internal int CredentialCount => (_first.Username == Guid.Empty ? 0 : 1) + Others.Length;

    /// <summary>
    /// The revision that the credentials are from. Not the same as that of the values: a receipt brings values of a
    /// revision whose credentials, changed by someone else just before, are still to come from the follower.
    /// </summary>
    internal long CredentialsRevision { get; }

    internal long ValuesRevision { get; set; }

    /// <summary>When its turn in the schedule comes, in seconds since 1970; only while it is there.</summary>
    internal uint ScheduledFor { get; set; }

    /// <summary>Where it stands in the schedule; one of the two below when it is not there.</summary>
    internal int SchedulePlace { get; set; } = NotScheduled;

    internal bool IsScheduled => SchedulePlace >= 0;

    /// <summary>Whether the zone has no place for it, because the name is too long or a static one.</summary>
    // No field of its own: what is not shown is never scheduled, and a field would be eight more octets.
    internal bool IsSkipped => SchedulePlace == NeverScheduled;

    /// <summary>What is shown; nothing while it is skipped.</summary>
    internal TxtRRset Values => Challenges ?? TxtRRset.Empty;

    /// <inheritdoc/>
    protected override ReadOnlySpan<byte> LongName => _rare.LongName;

    private CredentialEntry[] Others => _rare.OtherCredentials;

    private static CredentialEntry[] Entries(IEnumerable<Credential> credentials, bool isEnabled) =>
        [.. credentials.Select(credential => new CredentialEntry(credential, isEnabled))];

    /// <summary>The username at a place, from 0 on.</summary>
    internal Guid Username(int index) => index == 0 ? _first.Username : Others[index - 1].Username;

    /// <summary>Whether the credentials are those of another state, in the same order.</summary>
    internal bool HasCredentialsOf(SubdomainState other)
    {
        bool isSame = _first.IsSameAs(other._first) && Others.Length == other.Others.Length;
        for (int i = 0; isSame && i < Others.Length; i++)
            isSame = Others[i].IsSameAs(other.Others[i]);

        return isSame;
    }

    /// <summary>Finds the credential with a username that was given to someone.</summary>
    internal bool TryFind(Guid username, out CredentialEntry entry)
    {
        entry = _first;
        for (int i = 0; entry.Username != username; i++)
        {
            if (i == Others.Length)
                return false;

            entry = Others[i];
        }

        // Nobody's name is found where there is no credential.
        return username != Guid.Empty;
    }
}
