using System.Threading.Channels;
using ValidationZone.Accounts.Timeline;
using ValidationZone.Authority.Zone;

namespace ValidationZone.Accounts;

/// <summary>
/// Every credential and subdomain in memory, kept equal to the store, and published to the zone's table.
/// </summary>
/// <remarks>
/// Readers never wait. Changes carry the store's revision; one that is older than what is here is left out.
/// </remarks>
public sealed class AccountDirectory
{
    /// <summary>How many expired subdomains are taken out before other changes get their turn.</summary>
    private const int ExpiryBatch = 256;

    // Held for each change of what follows and of the table, so that both change in the same order. A change takes
    // microseconds and never waits for the store.
    private readonly Lock _writer = new();
    private readonly ServedZone _zone;
    private readonly uint _ttlSeconds;
    private readonly TimelineBook? _timeline;
    private readonly CredentialIndex _credentials = new();
    private readonly ExpirySchedule _schedule = new();

    // What the zone's table does not lead to. Those that are skipped are for the operator, who has a name of the zone
    // file to change; those that are deleted stay, some hundred bytes for each deletion since the start: a receipt of an
    // earlier change may be on its way here, and would make the name anew.
    private readonly Dictionary<Subdomain, SubdomainState> _skipped = [];
    private readonly HashSet<Subdomain> _deleted = [];

    // Written under the lock, read by anyone.
    private int _liveValueCount;
    private long _revision;

    /// <summary>Makes an empty directory that publishes to <paramref name="zone"/>.</summary>
    /// <param name="zone">The zone whose table shows what is published.</param>
    /// <param name="ttlSeconds">The TTL of every challenge TXT record.</param>
    /// <param name="clock">Tells which values have expired.</param>
    /// <param name="timeline">Is told of each change; <see langword="null"/> for nobody.</param>
    public AccountDirectory(ServedZone zone, uint ttlSeconds, TimeProvider clock, TimelineBook? timeline = null)
    {
        ArgumentNullException.ThrowIfNull(zone);
        ArgumentNullException.ThrowIfNull(clock);
        _zone = zone;
        _ttlSeconds = ttlSeconds;
        _timeline = timeline;
        Clock = clock;
    }

    /// <summary>How many credentials there are.</summary>
    public int CredentialCount => _credentials.Count;

    /// <summary>How many subdomains there are, those that are not shown left out.</summary>
    public int SubdomainCount => _zone.Table.SubdomainCount;

    /// <summary>How many values are live.</summary>
    public int LiveValueCount => Volatile.Read(ref _liveValueCount);

    /// <summary>The newest of the store's revisions that has come here; those before it may still be on their way.</summary>
    public long Revision => Volatile.Read(ref _revision);

    /// <summary>
    /// The subdomains that are stored but not served, because the zone has a static name there or the name would be too
    /// long. Their credentials work, but what they would publish is refused.
    /// </summary>
    public IReadOnlyList<Subdomain> SkippedSubdomains
    {
        get
        {
            lock (_writer)
                return [.. _skipped.Keys];
        }
    }

    internal TimeProvider Clock { get; }

    /// <summary>Receives something whenever the next value to expire has become an earlier one.</summary>
    internal ChannelReader<bool> EarlierExpiry => _schedule.Earlier;

    /// <summary>When the next value expires, or a little earlier, in milliseconds since 1970.</summary>
    internal long NextExpiry
    {
        get
        {
            lock (_writer)
                return _schedule.NextDue;
        }
    }

    /// <summary>How many entries wait for their time, for the test that they do not pile up.</summary>
    internal int ScheduledCount
    {
        get
        {
            lock (_writer)
                return _schedule.Count;
        }
    }

    /// <summary>
    /// Whether what is published at a subdomain is seen in DNS; one that is not here any more counts as served, as its
    /// absence is for the store to tell.
    /// </summary>
    internal bool IsServed(Subdomain subdomain)
    {
        lock (_writer)
            return !_skipped.ContainsKey(subdomain);
    }

    /// <summary>Finds a credential; enabled or not, expired or not.</summary>
    internal FoundCredential? Find(Guid username) => _credentials.Find(username);

    /// <summary>Says that the table shows everything that is stored.</summary>
    internal void MarkLoaded() => _zone.Table.MarkLoaded();

    /// <summary>Takes over a subdomain as the store holds it.</summary>
    internal void Apply(StoredSubdomain stored)
    {
        lock (_writer)
        {
            Reach(stored.Revision);
            // Nothing comes after a tombstone, so no revision has to be compared.
            if (_deleted.Contains(stored.Subdomain))
                return;

            SubdomainState? state = FindState(stored.Subdomain);
            bool isNew = state is null;
            if (stored.DeletedAt is not null)
            {
                Delete(stored.Subdomain, state);
                return;
            }

            // Two gates: an own receipt may have brought the values of this very revision already, without the
            // credentials that someone else changed.
            if (state is null || stored.Revision > state.CredentialsRevision)
                state = ReplaceCredentials(state, stored);

            if (stored.Revision > state.ValuesRevision)
                ReplaceValues(state, stored.Revision, stored.Values);

            // After the table has the name, which is when it can be watched.
            if (isNew)
                _timeline?.NoteRegistered(stored.Subdomain, stored.CreatedAt);
        }
    }

    /// <summary>Takes over the values that a change has left.</summary>
    internal void ApplyValues(Subdomain subdomain, long revision, IReadOnlyList<LiveValue> values)
    {
        lock (_writer)
        {
            Reach(revision);
            // Only who was found here can make a change, so the name is known, or deleted meanwhile.
            if (FindState(subdomain) is { } state && revision > state.ValuesRevision)
                ReplaceValues(state, revision, values);
        }
    }

    /// <summary>Takes out the values whose time is up, some at a time.</summary>
    /// <returns>Whether some were taken out; when there may be more, the next due time has passed already.</returns>
    internal bool RemoveExpired()
    {
        lock (_writer)
        {
            // A day after a night of renewals many expire together; other changes must not wait for all of them.
            long now = Clock.GetUtcNow().ToUnixTimeMilliseconds();
            bool isAnyRemoved = false;
            for (int i = 0; i < ExpiryBatch && _schedule.TakeDue(now) is { } state; i++)
            {
                int count = state.Values.Count;
                Show(state, state.Values.LiveAt(now));
                isAnyRemoved |= state.Values.Count != count;
            }

            return isAnyRemoved;
        }
    }

    private void Reach(long revision) => Volatile.Write(ref _revision, Math.Max(_revision, revision));

    private SubdomainState? FindState(Subdomain subdomain) =>
        _zone.Table.Find(subdomain.Labels) as SubdomainState ?? _skipped.GetValueOrDefault(subdomain);

    private void Delete(Subdomain subdomain, SubdomainState? state)
    {
        _deleted.Add(subdomain);
        if (state is null)
            return;

        // Credentials first: nobody may still be let in for a name that is gone. Its turn must not come any more
        // either: showing what is live would bring the name back into the zone.
        _credentials.Remove(state);
        _schedule.Forget(state);
        CountValues(-state.Values.Count);
        if (!_skipped.Remove(subdomain))
            _zone.Table.Remove(state.Name);

        _timeline?.Note(subdomain, TimelineEventKind.Deleted);
    }

    /// <summary>Puts a state with other credentials in the place of the present one.</summary>
    private SubdomainState ReplaceCredentials(SubdomainState? present, StoredSubdomain stored)
    {
        var state = new SubdomainState(stored.Subdomain, stored.Credentials, stored.Revision, stored.IsEnabled);
        if (present is not null)
            TakePlace(present, state);

        // The follower brings own changes of values too, with the credentials as they were.
        if (present is not null && !state.HasCredentialsOf(present))
            _timeline?.Note(stored.Subdomain, TimelineEventKind.CredentialsChanged);

        _credentials.Replace(present, state);
        return state;
    }

    private void TakePlace(SubdomainState present, SubdomainState state)
    {
        state.ValuesRevision = present.ValuesRevision;
        _schedule.Forget(present);
        state.SchedulePlace = present.SchedulePlace;
        if (state.IsSkipped)
            _skipped[Subdomain.FromLabels(state.Name)] = state;
        else
            _zone.Table.TryPublish(state, present.Values);

        _schedule.Add(state);
    }

    private void ReplaceValues(SubdomainState state, long revision, IReadOnlyList<LiveValue> values)
    {
        // The store has left out what had expired when it was asked; some may have expired since.
        state.ValuesRevision = revision;
        Show(state, Pack(values).LiveAt(Clock.GetUtcNow().ToUnixTimeMilliseconds()));
    }

    private TxtRRset Pack(IReadOnlyList<LiveValue> values)
    {
        var packed = new TxtValue[values.Count];
        for (int i = 0; i < packed.Length; i++)
            packed[i] = new TxtValue(values[i].Digest.Octets, values[i].ExpiresAt.ToUnixTimeMilliseconds());

        return TxtRRset.Create(packed, _ttlSeconds);
    }

    private void Show(SubdomainState state, TxtRRset values)
    {
        if (state.IsSkipped)
            return;

        // Shown before it is scheduled: an expiry that finds nothing to take out is no harm, a value never shown is.
        TxtRRset before = state.Values;
        if (_zone.Table.TryPublish(state, values))
        {
            CountValues(values.Count - before.Count);
            _timeline?.NoteValues(state.Name, before, values);
            _schedule.Add(state);
            return;
        }

        // A static name that an operator has put where a subdomain is stops that one, not the start.
        _schedule.Forget(state);
        state.SchedulePlace = SubdomainState.NeverScheduled;
        _skipped.Add(Subdomain.FromLabels(state.Name), state);
    }

    private void CountValues(int difference) => Volatile.Write(ref _liveValueCount, _liveValueCount + difference);
}
