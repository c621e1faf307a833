namespace ValidationZone.Server.Tests;

/// <summary>Two servers on one database, as happens when a service manager starts one and a person another.</summary>
public sealed class TwoServersTests
{
    [Fact]
    public async Task Each_of_two_servers_on_one_database_serves_what_the_other_took()
    {
        using var folder = new TempFolder();
        await using RunningServer one = await RunningServer.StartInAsync(folder);
        await using RunningServer two = await RunningServer.StartInAsync(folder);
        TestAccount account = await one.RegisterAsync();
        string first = Digests.Next();
        string second = Digests.Next();

        await one.UpdateAsync(account, first);
        await Eventually.HoldsAsync(async () => (await two.UpdateAsync(account, second)).Status == 200);
        await Eventually.HoldsAsync(async () => (await one.AskAsync(account.Fulldomain)).Texts.Count == 2);
        DnsAnswer answer = await two.AskAsync(account.Fulldomain);

        Assert.Equal(new[] { first, second }.Order(), answer.Texts.Order());
    }

    [Fact]
    public async Task Two_servers_that_take_changes_at_once_lose_none()
    {
        using var folder = new TempFolder();
        await using RunningServer one = await RunningServer.StartInAsync(folder);
        await using RunningServer two = await RunningServer.StartInAsync(folder);
        TestAccount[] ofOne = await RegisterAsync(one, 20);
        TestAccount[] ofTwo = await RegisterAsync(two, 20);

        IEnumerable<Task<HttpReply>> updates = ofOne.Select(account => one.UpdateAsync(account, Digests.Next()))
            .Concat(ofTwo.Select(account => two.UpdateAsync(account, Digests.Next())));
        HttpReply[] replies = await Task.WhenAll(updates);

        Assert.All(replies, reply => Assert.Equal(200, reply.Status));
        foreach (TestAccount account in ofOne.Concat(ofTwo))
        {
            await Eventually.HoldsAsync(async () => (await one.AskAsync(account.Fulldomain)).Texts.Count == 1);
            await Eventually.HoldsAsync(async () => (await two.AskAsync(account.Fulldomain)).Texts.Count == 1);
        }
    }

    private static Task<TestAccount[]> RegisterAsync(RunningServer server, int count) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(_ => server.RegisterAsync()));
}
