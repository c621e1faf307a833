using System.Diagnostics;
using ValidationZone.Accounts.Timeline;

namespace ValidationZone.Accounts.Tests.Timeline;

/// <summary>Changes, questions, collection and readers at the same time, with a checker.</summary>
public sealed class TimelineStressTests
{
    private static readonly Subdomain Name = A.Subdomain("name");
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(1);

    private readonly TestZone _zone = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_question_and_no_publication_is_lost_or_told_twice()
    {
        _zone.Directory.MarkLoaded();
        _zone.Directory.Apply(A.Stored("name", 1, A.Credential(1)));
        var watch = Stopwatch.StartNew();
        Resolver[] resolvers = [new(_zone, "192.0.2.1"), new(_zone, "192.0.2.2")];

        Task<int>[] asking =
            [.. resolvers.Select(resolver => Start(() => Ask(resolver, watch)))];
        Task<int> publishing = Start(() => Publish(watch));
        Task<bool> collecting = Start(() => CollectUntil(Task.WhenAll([.. asking, publishing])));
        int asked = (await Task.WhenAll(asking)).Sum();
        Assert.True(await collecting);

        SubdomainTimeline timeline = _zone.Timeline.Find(Name)!;
        Assert.Equal(asked, timeline.Resolvers.Sum(resolver => resolver.Count) + _zone.Questions.Dropped);
        int changes = timeline.Events.Count(happened => happened.Question is null);
        // One registration, and for each publication but the first a removal beside it.
        Assert.Equal(2 * await publishing, changes + timeline.ForgottenEvents);
    }

    /// <summary>On a thread of its own: the pool's are as few as the processors, and all must run at once.</summary>
    private static Task<T> Start<T>(Func<T> run) =>
        Task.Factory.StartNew(run, Cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static int Ask(Resolver resolver, Stopwatch watch)
    {
        int asked = 0;
        do
        {
            resolver.Ask("name");
            asked++;
        }
        while (watch.Elapsed < Duration);
        return asked;
    }

    private int Publish(Stopwatch watch)
    {
        // At least once, however late this thread begins: the sum below is that of a name with a value.
        int published = 0;
        do
        {
            published++;
            var value = new LiveValue(A.Digest(published), A.Uuid(1), published, DateTimeOffset.MaxValue);
            _zone.Directory.ApplyValues(Name, 1 + published, [value]);
        }
        while (watch.Elapsed < Duration);
        return published;
    }

    private bool CollectUntil(Task end)
    {
        long known = 0;
        bool isLastRound;
        do
        {
            isLastRound = end.IsCompleted;
            _zone.Questions.Collect();
            long count = _zone.Timeline.Find(Name)!.Resolvers.Sum(resolver => resolver.Count);
            Assert.True(count >= known);
            known = count;
        }
        while (!isLastRound);
        return true;
    }
}
