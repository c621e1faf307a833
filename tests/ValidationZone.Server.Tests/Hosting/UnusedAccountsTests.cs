using ValidationZone.Tests.Support;

namespace ValidationZone.Server.Tests;

public sealed class UnusedAccountsTests
{
    [Fact]
    public async Task Unused_account_goes_after_its_time_and_is_logged_and_audited_while_a_used_one_stays()
    {
        using var folder = new TempFolder();
        var clock = new FakeClock();
        await using RunningServer server = await RunningServer.StartAtAsync(
            clock, ("Registration:ExpireUnusedAfter", "30d"), ("Audit:Folder", folder.File("audit")));
        TestAccount unused = await server.RegisterAsync();
        clock.Advance(TimeSpan.FromDays(20));
        TestAccount young = await server.RegisterAsync();

        clock.Advance(TimeSpan.FromDays(11));
        // The loop that looks once an hour may have begun only now.
        Task<string> deleted = server.Log.WaitForAsync("deleted " + unused.Subdomain);
        await Eventually.HoldsAsync(() =>
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            return deleted.IsCompleted;
        });
        string line = await deleted;
        int gone = (await server.AskAsync(unused.Fulldomain)).Rcode;
        int there = (await server.AskAsync(young.Fulldomain)).Rcode;
        await server.Host.StopAsync();

        string audit = string.Concat(Directory.GetFiles(folder.File("audit")).Select(File.ReadAllText));
        Assert.StartsWith("Information 6601 ", line, StringComparison.Ordinal);
        Assert.Equal((3, 0), (gone, there));
        Assert.Contains("\"subdomain_expired\"", audit, StringComparison.Ordinal);
        Assert.Contains(unused.Subdomain, audit, StringComparison.Ordinal);
    }
}
