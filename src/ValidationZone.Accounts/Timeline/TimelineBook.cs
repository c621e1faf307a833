using ValidationZone.Authority.Answering;
using ValidationZone.Authority.Zone;

namespace ValidationZone.Accounts.Timeline;

/// <summary>The timelines of the subdomains that were registered or published most recently, in memory only.</summary>
/// <remarks>
/// Safe for any number of threads. Bounded: with every timeline full it takes 35 MB. It begins with the process and
/// ends with it; the loading of the store is no event.
/// </remarks>
public sealed class TimelineBook
{
    /// <summary>How many subdomains have a timeline; the one published least recently makes room.</summary>
    public const int MostSubdomains = 10_000;

    /// <summary>
    /// How many changes of a subdomain are kept. The oldest goes first, but not the registration, and not the last
    /// publication.
    /// </summary>
    public const int MostEvents = 64;

    /// <summary>How many resolvers of a subdomain are kept; the one silent longest goes first.</summary>
    public const int MostResolvers = 16;

    // Held for microseconds, by who changes a subdomain (under the directory's lock), who collects and who reads.
    private readonly Lock _lock = new();
    private readonly Dictionary<Subdomain, LinkedListNode<TimelineEntry>> _entries = new(new SubdomainLabels());
    private readonly Dictionary<Subdomain, LinkedListNode<TimelineEntry>>.AlternateLookup<ReadOnlySpan<byte>> _byLabels;
    private readonly RecordTable _table;
    private readonly TimeProvider _clock;

    // Least recently published first.
    private readonly LinkedList<TimelineEntry> _order = new();

    /// <summary>Makes an empty book.</summary>
    /// <param name="table">Where names are marked as watched.</param>
    /// <param name="clock">Tells when something happens.</param>
    public TimelineBook(RecordTable table, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(clock);
        _table = table;
        _clock = clock;
        _byLabels = _entries.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <summary>What is remembered of a subdomain; <see langword="null"/> for nothing.</summary>
    public SubdomainTimeline? Find(Subdomain subdomain)
    {
        ArgumentNullException.ThrowIfNull(subdomain);
        lock (_lock)
            return _entries.TryGetValue(subdomain, out LinkedListNode<TimelineEntry>? entry)
                ? entry.Value.ToTimeline()
                : null;
    }

    /// <summary>When each subdomain was asked for last; only those that were asked for since the last call.</summary>
    public IReadOnlyList<KeyValuePair<Subdomain, DateTimeOffset>> TakeLastQueried()
    {
        var taken = new List<KeyValuePair<Subdomain, DateTimeOffset>>();
        lock (_lock)
        {
            foreach (TimelineEntry entry in _order)
            {
                if (entry.TryTakeLastQueried(out DateTimeOffset lastQueried))
                    taken.Add(new(entry.Subdomain, lastQueried));
            }
        }

        return taken;
    }

    /// <summary>Notes that a subdomain has come to exist.</summary>
    internal void NoteRegistered(Subdomain subdomain, DateTimeOffset createdAt)
    {
        // Being loaded is no event: a million names would push each other out of the book.
        if (!_table.IsLoaded)
            return;

        lock (_lock)
            Open(subdomain.Labels).Note(new NotedChange(TimelineEventKind.Registered, createdAt.UtcTicks));
    }

    /// <summary>Notes something that is about no value; left out for a subdomain without a timeline.</summary>
    internal void Note(Subdomain subdomain, TimelineEventKind kind)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(subdomain, out LinkedListNode<TimelineEntry>? entry))
                entry.Value.Note(new NotedChange(kind, Now().UtcTicks));
        }
    }

    /// <summary>Notes which values have come and gone.</summary>
    /// <param name="labels">The subdomain's labels.</param>
    /// <param name="before">What was shown.</param>
    /// <param name="after">What is shown now.</param>
    internal void NoteValues(ReadOnlySpan<byte> labels, TxtRRset before, TxtRRset after)
    {
        // While the table is loaded a million names come this way, and nothing has happened to any of them.
        if (!_table.IsLoaded)
            return;

        TxtValue[] old = before.ToValues();
        TxtValue[] present = after.ToValues();
        DateTimeOffset now = Now();
        lock (_lock)
        {
            // In this order: a value goes to make room before the one that takes it comes.
            NoteGone(labels, old, present, now);
            NotePublished(labels, old, present, now);
        }
    }

    /// <summary>Notes a question; left out for a subdomain that has no timeline any more.</summary>
    internal void NoteQuestion(in QuestionSample sample)
    {
        // Samples carry a timestamp that cannot jump and costs little; only here it becomes a time of day.
        TimeSpan age = _clock.GetElapsedTime(sample.Timestamp);
        long at = Now().UtcTicks - age.Ticks;
        lock (_lock)
        {
            if (_byLabels.TryGetValue(sample.Node.Name, out LinkedListNode<TimelineEntry>? entry))
                entry.Value.Note(sample, at);
        }
    }

    private static TxtValue? FindSame(TxtValue[] values, TxtValue wanted)
    {
        foreach (TxtValue value in values)
        {
            if (value.Text.Span.SequenceEqual(wanted.Text.Span))
                return value;
        }

        return null;
    }

    private void NoteGone(ReadOnlySpan<byte> labels, TxtValue[] old, TxtValue[] present, DateTimeOffset now)
    {
        if (old.Length == 0 || !_byLabels.TryGetValue(labels, out LinkedListNode<TimelineEntry>? entry))
            return;

        foreach (TxtValue value in old)
        {
            bool isExpired = value.ExpiresAt <= now.ToUnixTimeMilliseconds();
            TimelineEventKind kind = isExpired ? TimelineEventKind.Expired : TimelineEventKind.Removed;
            if (FindSame(present, value) is null)
                entry.Value.Note(new NotedChange(kind, now.UtcTicks, value.Text.Span));
        }
    }

    private void NotePublished(ReadOnlySpan<byte> labels, TxtValue[] old, TxtValue[] present, DateTimeOffset now)
    {
        foreach (TxtValue value in present)
        {
            // Published again, a value lives longer: that is how it is told from one that has only stayed.
            if (FindSame(old, value)?.ExpiresAt != value.ExpiresAt)
                Open(labels).Note(new NotedChange(TimelineEventKind.Published, now.UtcTicks, value.Text.Span));
        }
    }

    /// <summary>The entry of a subdomain, made when there is none; it is now the last that has to make room.</summary>
    private TimelineEntry Open(ReadOnlySpan<byte> labels)
    {
        if (_byLabels.TryGetValue(labels, out LinkedListNode<TimelineEntry>? present))
        {
            _order.Remove(present);
            _order.AddLast(present);
            return present.Value;
        }

        if (_entries.Count == MostSubdomains)
            ForgetFirst();

        var entry = new TimelineEntry(Subdomain.FromLabels(labels));
        _entries.Add(entry.Subdomain, _order.AddLast(entry));

        // Under this lock, so that the mark cannot stay on a name whose timeline is being forgotten.
        _table.Watch(labels, isWatched: true);
        return entry;
    }

    private void ForgetFirst()
    {
        TimelineEntry forgotten = _order.First!.Value;
        _order.RemoveFirst();
        _entries.Remove(forgotten.Subdomain);
        _table.Watch(forgotten.Subdomain.Labels, isWatched: false);
    }

    private DateTimeOffset Now() => _clock.GetUtcNow();
}
