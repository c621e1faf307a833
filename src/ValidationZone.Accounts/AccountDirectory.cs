using System.Threading.Channels;
using ValidationZone.Authority.Zone;
using ValidationZone.Wire;

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
    private readonly CredentialIndex _credentials = new();
    private readonly Dictionary<Subdomain, SubdomainState> _subdomains = [];
    private readonly ExpirySchedule _schedule = new();

    // For the operator, who has a name of the zone file to change.
    private readonly List<Subdomain> _skipped = [];

    // Written under the lock, read by anyone.
    private int _liveValueCount;

    /// <summary>Makes an empty directory that publishes to <paramref name="zone"/>.</summary>
    /// <param name="zone">The zone whose table shows what is published.</param>
    /// <param name="ttlSeconds">The TTL of every challenge TXT record.</param>
    /// <param name="clock">Tells which values have expired.</param>
    public AccountDirectory(ServedZone zone, uint ttlSeconds, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(zone);
        ArgumentNullException.ThrowIfNull(clock);
        _zone = zone;
        _ttlSeconds = ttlSeconds;
        Clock = clock;
    }

    /// <summary>How many credentials there are.</summary>
    public int CredentialCount => _credentials.Count;

    /// <summary>How many values are live.</summary>
    public int LiveValueCount => Volatile.Read(ref _liveValueCount);

    /// <summary>
    /// The subdomains that are stored but not served, because the zone has a static name there or the name would be too
    /// long. Their credentials work, but what they would publish is refused.
    /// </summary>
    public IReadOnlyList<Subdomain> SkippedSubdomains
    {
        get
        {
            lock (_writer)
                return [.. _skipped];
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
            return !_subdomains.TryGetValue(subdomain, out SubdomainState? state) || !state.IsSkipped;
    }

    /// <summary>Finds a credential; enabled or not, expired or not.</summary>
    internal CredentialEntry? Find(Guid username) => _credentials.Find(username);

    /// <summary>Says that the table shows everything that is stored.</summary>
    internal void MarkLoaded() => _zone.Table.MarkLoaded();

    /// <summary>Takes over a subdomain as the store holds it.</summary>
    internal void Apply(StoredSubdomain stored)
    {
        lock (_writer)
        {
            SubdomainState state = FindOrAdd(stored.Subdomain);

            // Nothing comes after a tombstone, so no revision has to be compared.
            if (state.IsDeleted)
                return;

            if (stored.DeletedAt is not null)
            {
                Delete(state);
                return;
            }

            // Two gates: an own receipt may have brought the values of this very revision already, without the
            // credentials that someone else changed.
            if (stored.Revision > state.CredentialsRevision)
                ReplaceCredentials(state, stored);

            if (stored.Revision > state.ValuesRevision)
                ReplaceValues(state, stored.Revision, stored.Values);
        }
    }

    /// <summary>Takes over the values that a change has left.</summary>
    internal void ApplyValues(Subdomain subdomain, long revision, IReadOnlyList<LiveValue> values)
    {
        lock (_writer)
        {
            // Only who was found here can make a change, so the name is known; a tombstone takes nothing any more.
            if (!_subdomains.TryGetValue(subdomain, out SubdomainState? state) || state.IsDeleted)
                return;

            if (revision > state.ValuesRevision)
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
                Show(state, state.Values.LiveAt(now, _ttlSeconds));
                isAnyRemoved |= state.Values.Count != count;
            }

            return isAnyRemoved;
        }
    }

    private SubdomainState FindOrAdd(Subdomain subdomain)
    {
        if (!_subdomains.TryGetValue(subdomain, out SubdomainState? state))
        {
            state = new SubdomainState(subdomain);
            _subdomains.Add(subdomain, state);
        }

        return state;
    }

    private void Delete(SubdomainState state)
    {
        // Credentials first: nobody may still be let in for a name that is gone.
        for (CredentialEntry? entry = state.FirstCredential; entry is not null; entry = entry.Next)
            _credentials.Remove(entry.Username);

        // The state stays, a hundred bytes for each deletion since the start: a receipt of an earlier change may be on
        // its way here, and would make the name anew.
        state.FirstCredential = null;
        state.IsDeleted = true;
        CountValues(state, PackedValues.None);

        // Its turn must not come any more: showing what is live would bring the name back into the zone.
        ExpirySchedule.Forget(state);
        if (state.IsSkipped)
            _skipped.Remove(state.Subdomain);
        else if (NameOf(state) is { } name)
            _zone.Table.Remove(name);
    }

    private void ReplaceCredentials(SubdomainState state, StoredSubdomain stored)
    {
        // The new ones are entered before the old ones go, so that one which stays is never missing to a reader.
        CredentialEntry? previous = state.FirstCredential;
        state.FirstCredential = null;
        state.CredentialsRevision = stored.Revision;
        foreach (Credential credential in stored.Credentials)
        {
            state.FirstCredential = new CredentialEntry(credential, state, state.FirstCredential);
            _credentials.Set(state.FirstCredential);
        }

        for (; previous is not null; previous = previous.Next)
        {
            if (!stored.Credentials.Any(credential => credential.Username == previous.Username))
                _credentials.Remove(previous.Username);
        }
    }

    private void ReplaceValues(SubdomainState state, long revision, IReadOnlyList<LiveValue> values)
    {
        // The store has left out what had expired when it was asked; some may have expired since.
        state.ValuesRevision = revision;
        long now = Clock.GetUtcNow().ToUnixTimeMilliseconds();
        Show(state, PackedValues.Pack(values, _ttlSeconds).LiveAt(now, _ttlSeconds));
    }

    private void Show(SubdomainState state, PackedValues values)
    {
        // Shown before it is scheduled: an expiry that finds nothing to take out is no harm, a value never shown is.
        CountValues(state, values);
        Publish(state);
        _schedule.Add(state);

        // Only ever shorter lifetimes make replaced entries; whoever publishes such values pays for the clean-up.
        if (_schedule.Count > 2 * _subdomains.Count + ExpiryBatch)
            _schedule.Rebuild(_subdomains.Values);
    }

    private void CountValues(SubdomainState state, PackedValues values)
    {
        Volatile.Write(ref _liveValueCount, _liveValueCount + values.Count - state.Values.Count);
        state.Values = values;
    }

    private void Publish(SubdomainState state)
    {
        if (state.IsSkipped)
            return;

        try
        {
            DomainName name = NameOf(state) ?? throw new ArgumentException("the name is too long");
            _zone.Table.Publish(name, state.Values.RRset);
        }
        catch (ArgumentException)
        {
            // A static name that an operator has put where a subdomain is stops that one, not the start.
            state.IsSkipped = true;
            _skipped.Add(state.Subdomain);
        }
    }

    private DomainName? NameOf(SubdomainState state) => state.Subdomain.Under(_zone.Apex);
}
