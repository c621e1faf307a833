using ValidationZone.Authority.Answering;

namespace ValidationZone.Accounts.Timeline;

/// <summary>What is remembered of one subdomain; belongs to the book's lock.</summary>
internal sealed class TimelineEntry(Subdomain subdomain)
{
    private readonly List<NotedChange> _changes = [];
    private readonly List<NotedResolver> _resolvers = [];
    private long _forgottenEvents;
    private long _forgottenResolvers;
    private long _lastQueried;
    private bool _isQueried;

    internal Subdomain Subdomain { get; } = subdomain;

    internal void Note(NotedChange change)
    {
        if (_changes.Count == TimelineBook.MostEvents)
        {
            _changes.RemoveAt(FindForgettable(change.Kind));
            _forgottenEvents++;
        }

        _changes.Add(change);
    }

    internal void Note(in QuestionSample sample, long at)
    {
        _lastQueried = Math.Max(_lastQueried, at);
        _isQueried = true;
        var question = new NotedQuestion(sample, at);
        FindOrAdd(sample.Client, question).Note(question);
    }

    /// <summary>When it was asked for last, once for each time that somebody asked since.</summary>
    internal bool TryTakeLastQueried(out DateTimeOffset lastQueried)
    {
        lastQueried = new DateTimeOffset(_lastQueried, TimeSpan.Zero);
        bool isQueried = _isQueried;
        _isQueried = false;
        return isQueried;
    }

    internal SubdomainTimeline ToTimeline()
    {
        ResolverSummary[] resolvers = [.. _resolvers.OrderBy(resolver => resolver.LastSeen).Select(r => r.ToSummary())];

        // Stable: changes of one moment stay in their order. The registration's moment is the store's, and may be told
        // after that of the first value.
        TimelineEvent[] events =
        [
            .. _changes.Select(change => change.ToEvent())
                .Concat(resolvers.SelectMany(ToEvents))
                .OrderBy(happened => happened.At)
                .ThenBy(happened => happened.Kind != TimelineEventKind.Registered),
        ];
        return new SubdomainTimeline(Subdomain, events, resolvers, _forgottenEvents, _forgottenResolvers);
    }

    private static IEnumerable<TimelineEvent> ToEvents(ResolverSummary resolver)
    {
        yield return ToEvent(resolver, TimelineEventKind.FirstQuestion, resolver.First);

        // A question is one event, whatever else it was.
        if (resolver.LastWithValues is { } given && given != resolver.First && given != resolver.Last)
            yield return ToEvent(resolver, TimelineEventKind.ValuesGiven, given);

        if (resolver.Last != resolver.First)
            yield return ToEvent(resolver, TimelineEventKind.LastQuestion, resolver.Last);
    }

    private static TimelineEvent ToEvent(ResolverSummary resolver, TimelineEventKind kind, ResolverQuestion question) =>
        new(question.At, kind) { Resolver = resolver.Address, Question = question };

    /// <summary>
    /// The oldest change but for the registration and, unless another one follows, the last publication.
    /// </summary>
    private int FindForgettable(TimelineEventKind next)
    {
        int lastPublished = next == TimelineEventKind.Published
            ? -1
            : _changes.FindLastIndex(change => change.Kind == TimelineEventKind.Published);
        int at = 0;
        while (_changes[at].Kind == TimelineEventKind.Registered || at == lastPublished)
            at++;

        return at;
    }

    private NotedResolver FindOrAdd(UInt128 address, NotedQuestion question)
    {
        NotedResolver? present = _resolvers.Find(resolver => resolver.Address == address);
        if (present is not null)
            return present;

        // Who has been silent longest goes: an authority asks from many addresses, within seconds.
        if (_resolvers.Count == TimelineBook.MostResolvers)
        {
            _resolvers.Remove(_resolvers.MinBy(resolver => resolver.LastSeen)!);
            _forgottenResolvers++;
        }

        var added = new NotedResolver(address, question);
        _resolvers.Add(added);
        return added;
    }
}
