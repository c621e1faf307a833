using ValidationZone.Accounts.Timeline;

namespace ValidationZone.Accounts.Tests.Timeline;

/// <summary>What the book takes at most; measured alone, as the heap is everybody's.</summary>
[Collection(nameof(TimelineMemoryTests))]
[CollectionDefinition(nameof(TimelineMemoryTests), DisableParallelization = true)]
public sealed class TimelineMemoryTests
{
    private readonly TestZone _zone = new();
    private long _revision;

    [Fact]
    public void Timelines_full_of_everything_take_less_than_64_MB()
    {
        _zone.Directory.MarkLoaded();
        Resolver[] resolvers = [.. Enumerable.Range(0, TimelineBook.MostResolvers).Select(NewResolver)];
        string[] names = [.. Enumerable.Range(0, TimelineBook.MostSubdomains).Select(i => $"{A.Uuid(i)}")];
        Array.ForEach(names, Register);
        long before = GC.GetTotalMemory(forceFullCollection: true);

        foreach (string name in names)
            Fill(name, resolvers);

        long after = GC.GetTotalMemory(forceFullCollection: true);
        Assert.InRange(after - before, 10_000_000, 64_000_000);
        Assert.Equal(TimelineBook.MostEvents + (2 * TimelineBook.MostResolvers), Find(names[0]).Events.Count);
        Assert.Equal(TimelineBook.MostResolvers, Find(names[^1]).Resolvers.Count);
    }

    private Resolver NewResolver(int number) => new(_zone, $"2001:db8::{number + 1:x}");

    private void Fill(string name, Resolver[] resolvers)
    {
        for (int i = 0; i < TimelineBook.MostEvents; i++)
            _zone.Timeline.Note(A.Subdomain(name), TimelineEventKind.CredentialsChanged);

        foreach (Resolver resolver in resolvers)
            resolver.Ask(name);

        _zone.Clock.Advance(TimeSpan.FromMilliseconds(1));
        foreach (Resolver resolver in resolvers)
            resolver.Ask(name);

        _zone.Questions.Collect();
    }

    private SubdomainTimeline Find(string name) => _zone.Timeline.Find(A.Subdomain(name))!;

    private void Register(string name) => _zone.Directory.Apply(A.Stored(name, ++_revision, A.Credential(1)));
}
