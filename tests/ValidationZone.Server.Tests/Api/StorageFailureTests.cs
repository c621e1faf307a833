using Microsoft.Data.Sqlite;

namespace ValidationZone.Server.Tests;

/// <summary>A store that takes no writes: another process holds SQLite's write lock.</summary>
public sealed class StorageFailureTests
{
    [Fact]
    public async Task Store_that_cannot_commit_is_503_and_changes_nothing()
    {
        using var folder = new TempFolder();
        await using RunningServer server = await RunningServer.StartInAsync(folder);
        TestAccount account = await server.RegisterAsync();
        int before = server.Host.SubdomainCount;
        HttpReply updated;
        HttpReply registered;

        await using (await BrokenStore.BreakAsync(folder))
        {
            updated = await server.UpdateAsync(account, Digests.Next());
            registered = await server.PostAsync("/register");
        }

        Assert.Equal("""503 {"error": "storage_unavailable"}""", updated.ToString());
        Assert.Equal("""503 {"error": "storage_unavailable"}""", registered.ToString());
        Assert.Equal("5", updated.Headers["Retry-After"]);
        Assert.Equal("5", registered.Headers["Retry-After"]);
        Assert.Empty((await server.AskAsync(account.Fulldomain)).Texts);
        Assert.Equal(before, server.Host.SubdomainCount);
    }

    [Fact]
    public async Task Broken_store_makes_the_server_not_ready_and_answers_go_on()
    {
        using var folder = new TempFolder();
        await using RunningServer server = await RunningServer.StartInAsync(folder);
        TestAccount account = await server.RegisterAsync();
        string digest = Digests.Next();
        await server.UpdateAsync(account, digest);

        await using SqliteConnection broken = await BrokenStore.BreakAsync(folder);
        await server.UpdateAsync(account, Digests.Next());
        HttpReply ready = await server.SendAsync(HttpMethod.Get, "/ready");
        HttpReply health = await server.SendAsync(HttpMethod.Get, "/health");
        DnsAnswer answer = await server.AskAsync(account.Fulldomain);

        Assert.Equal("""503 {"error": "not_ready", "ready": false, "not_ready": ["store"]}""", ready.ToString());
        Assert.Equal(200, health.Status);
        Assert.Equal([digest], answer.Texts);
    }

    [Fact]
    public async Task Question_whether_it_is_ready_does_not_wait_as_long_as_a_change_would()
    {
        TimeSpan bound = TimeSpan.FromSeconds(4);

        TimeSpan least = await LeastTime.OfAsync(bound, MeasureUnreadyAsync);

        Assert.InRange(least, TimeSpan.Zero, bound);
    }

    [Fact]
    public async Task Reason_of_refusals_is_logged_once_and_so_is_their_end()
    {
        using var folder = new TempFolder();
        await using RunningServer server = await RunningServer.StartInAsync(folder);
        TestAccount account = await server.RegisterAsync();

        await using (await BrokenStore.BreakAsync(folder))
        {
            await server.UpdateAsync(account, Digests.Next());
            await server.UpdateAsync(account, Digests.Next());
            await server.Log.WaitForAsync("Error 3002 ");
        }

        await server.UpdateAsync(account, Digests.Next());
        await server.Log.WaitForAsync("Information 3003 ");
        string refused = Assert.Single(server.Log.Lines, line => line.StartsWith("Error ", StringComparison.Ordinal));
        Assert.Contains("database is locked", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changes_by_others_that_cannot_be_read_are_logged_and_make_the_server_not_ready()
    {
        using var folder = new TempFolder();
        await using RunningServer server = await RunningServer.StartInAsync(folder);

        await BrokenStore.ExecuteAsync(
            folder, "INSERT INTO change_feed VALUES (99, 99, '[]'); ALTER TABLE subdomain RENAME TO elsewhere");
        await server.Log.WaitForAsync("Error 3004 ");
        HttpReply unready = await server.SendAsync(HttpMethod.Get, "/ready");
        await BrokenStore.ExecuteAsync(folder, "ALTER TABLE elsewhere RENAME TO subdomain");
        await server.Log.WaitForAsync("Information 3005 ");
        HttpReply ready = await server.SendAsync(HttpMethod.Get, "/ready");

        Assert.Equal("""503 {"error": "not_ready", "ready": false, "not_ready": ["store"]}""", unready.ToString());
        Assert.Equal(200, ready.Status);
    }

    /// <summary>How long the first question takes whose answer is no.</summary>
    private static async Task<TimeSpan> MeasureUnreadyAsync()
    {
        using var folder = new TempFolder();
        await using RunningServer server = await RunningServer.StartInAsync(folder);
        await using SqliteConnection broken = await BrokenStore.BreakAsync(folder);
        var taken = TimeSpan.Zero;
        int status = 200;

        // The outcome of the last write still counts for a moment; the first question after it has to try.
        while (status == 200)
        {
            long asked = TimeProvider.System.GetTimestamp();
            status = (await server.SendAsync(HttpMethod.Get, "/ready")).Status;
            taken = TimeProvider.System.GetElapsedTime(asked);
        }

        Assert.Equal(503, status);
        return taken;
    }
}
