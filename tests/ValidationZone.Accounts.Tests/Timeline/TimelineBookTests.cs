using ValidationZone.Accounts.Timeline;
using ValidationZone.Authority.Answering;
using ValidationZone.Authority.Zone;

namespace ValidationZone.Accounts.Tests.Timeline;

/// <summary>What the book keeps, and what it lets go of.</summary>
public sealed class TimelineBookTests
{
    private readonly TestZone _zone = new();
    private long _revision;

    [Fact]
    public void Loading_is_no_event()
    {
        Register("name");
        Publish("name", 1);

        _zone.Directory.MarkLoaded();

        Assert.Null(_zone.Timeline.Find(A.Subdomain("name")));
    }

    [Fact]
    public void Loaded_name_is_watched_from_its_next_publication_on()
    {
        Register("name");
        _zone.Directory.MarkLoaded();
        var resolver = new Resolver(_zone, "192.0.2.7");
        resolver.Ask("name");
        Publish("name", 1);
        resolver.Ask("name");

        _zone.Questions.Collect();

        Assert.Equal(1, Assert.Single(Find("name").Resolvers).Count);
    }

    [Fact]
    public void Name_without_a_timeline_has_none_by_being_asked_for()
    {
        _zone.Directory.MarkLoaded();
        new Resolver(_zone, "192.0.2.7").Ask("name");

        _zone.Questions.Collect();

        Assert.Null(_zone.Timeline.Find(A.Subdomain("name")));
    }

    [Fact]
    public void Oldest_changes_go_but_not_the_registration_and_not_the_last_publication()
    {
        _zone.Directory.MarkLoaded();
        Register("name");
        Publish("name", 1);
        Publish("name", 2);
        for (int i = 0; i < 2 * TimelineBook.MostEvents; i++)
            ChangeCredential("name", i);

        SubdomainTimeline timeline = Find("name");
        Assert.Equal(TimelineBook.MostEvents, timeline.Events.Count);
        Assert.Equal(4 + TimelineBook.MostEvents, timeline.ForgottenEvents);
        TimelineEventKind[] expected =
            [TimelineEventKind.Registered, TimelineEventKind.Published, TimelineEventKind.CredentialsChanged];
        Assert.Equal(expected, timeline.Events.Select(happened => happened.Kind).Take(3));
        Assert.Equal(A.Digest(2).Text[..6], timeline.Events[1].ValueStart);
    }

    [Fact]
    public void Publication_makes_an_older_one_go_when_there_is_nothing_else()
    {
        _zone.Directory.MarkLoaded();
        Register("name");
        for (int i = 0; i < TimelineBook.MostEvents; i++)
            Publish("name", i, keeps: true);

        SubdomainTimeline timeline = Find("name");
        Assert.Equal(A.Digest(TimelineBook.MostEvents - 1).Text[..6], timeline.Events[^1].ValueStart);
        Assert.Equal((TimelineBook.MostEvents, 1), (timeline.Events.Count, timeline.ForgottenEvents));
    }

    [Fact]
    public void Resolver_that_is_silent_longest_goes()
    {
        _zone.Directory.MarkLoaded();
        Register("name");
        for (int i = 0; i <= TimelineBook.MostResolvers; i++)
        {
            new Resolver(_zone, $"192.0.2.{i}").Ask("name");
            _zone.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        _zone.Questions.Collect();

        string[] expected = [.. Enumerable.Range(1, TimelineBook.MostResolvers).Select(i => $"192.0.2.{i}")];
        Assert.Equal(expected, Find("name").Resolvers.Select(resolver => $"{resolver.Address}"));
        Assert.Equal(1, Find("name").ForgottenResolvers);
    }

    [Fact]
    public void Name_published_least_recently_makes_room_and_is_not_watched_any_more()
    {
        _zone.Directory.MarkLoaded();
        Register("first");
        Register("second");
        Publish("first", 1);
        for (int i = 2; i <= TimelineBook.MostSubdomains; i++)
            Register($"name{i}");

        Assert.Null(_zone.Timeline.Find(A.Subdomain("second")));
        Assert.NotNull(_zone.Timeline.Find(A.Subdomain("first")));
        Assert.Equal((1, 0), (NotedQuestions("first"), NotedQuestions("second")));
    }

    [Fact]
    public void Names_that_were_asked_for_are_taken_once()
    {
        _zone.Directory.MarkLoaded();
        Register("name");
        Register("other");
        new Resolver(_zone, "192.0.2.7").Ask("name");
        DateTimeOffset asked = _zone.Clock.GetUtcNow();
        _zone.Clock.Advance(TimeSpan.FromSeconds(1));
        _zone.Questions.Collect();

        Assert.Equal([new(A.Subdomain("name"), asked)], _zone.Timeline.TakeLastQueried());
        Assert.Empty(_zone.Timeline.TakeLastQueried());
    }

    [Fact]
    public async Task Questions_are_in_the_timeline_a_tenth_of_a_second_later()
    {
        _zone.Directory.MarkLoaded();
        Register("name");
        using var stop = new CancellationTokenSource();
        Task running = _zone.Questions.RunAsync(stop.Token);
        new Resolver(_zone, "192.0.2.7").Ask("name");

        await _zone.Clock.PassAsync(QuestionCollector.Interval, TestContext.Current.CancellationToken);

        await Eventually.TrueAsync(() => Find("name").Resolvers.Count == 1);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public void Questions_that_found_no_room_are_counted()
    {
        _zone.Directory.MarkLoaded();
        Register("name");
        var resolver = new Resolver(_zone, "192.0.2.7");
        for (int i = 0; i < QuestionRing.Capacity + 5; i++)
            resolver.Ask("name");

        _zone.Questions.Collect();

        Assert.Equal(5, _zone.Questions.Dropped);
        Assert.Equal(QuestionRing.Capacity, Assert.Single(Find("name").Resolvers).Count);
    }

    /// <summary>How many questions about a name reach the ring.</summary>
    private int NotedQuestions(string name)
    {
        var ring = new QuestionRing();
        ZoneNode node = _zone.Zone.Table.Find(A.Subdomain(name).Labels)!;
        byte[] question = [0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, .. node.Name, .. TestZone.Apex.Wire, 0, 16, 0, 1];
        var context = new QueryContext(DnsTransport.Udp, new QueryCounters()) { Samples = ring };
        new QueryAnswerer(_zone.Zone, new AnswererOptions()).Answer(question, new byte[1232], context);
        return ring.TryTake(out _) ? 1 : 0;
    }

    private SubdomainTimeline Find(string name) => _zone.Timeline.Find(A.Subdomain(name))!;

    private void Register(string name) => _zone.Directory.Apply(A.Stored(name, ++_revision, A.Credential(1)));

    private void ChangeCredential(string name, int number)
    {
        StoredSubdomain stored = A.Stored(name, ++_revision, A.Credential(1, key: $"{number}"));
        _zone.Directory.Apply(stored with { Values = Live(name) });
    }

    private LiveValue[] Live(string name) => [.. _zone.Txt(name)!.Select(_ => Value(2))];

    /// <summary>Publishes one value in the place of all others, or adds it to those with smaller numbers.</summary>
    private void Publish(string name, int digest, bool keeps = false)
    {
        int first = keeps ? 0 : digest;
        LiveValue[] values = [.. Enumerable.Range(first, digest + 1 - first).Select(Value)];
        _zone.Directory.ApplyValues(A.Subdomain(name), ++_revision, values);
    }

    private static LiveValue Value(int digest) => new(A.Digest(digest), A.Uuid(1), digest, DateTimeOffset.MaxValue);
}
