using System.Diagnostics;

namespace ValidationZone.Server.Tests;

/// <summary>Far more registrations than there may be, at an open server.</summary>
[Collection(nameof(QuietGroup))]
public sealed class RegistrationFloodTests
{
    private const int Networks = 20;
    private const int Wanted = 10_000;
    private const int PerHour = 60;

    [Fact]
    public async Task Flood_creates_what_the_limits_allow_and_answers_go_on()
    {
        using var folder = new TempFolder();
        await using RunningServer server = await RunningServer.StartInAsync(
            folder, ("Api:TrustedProxies:0", "127.0.0.1"), ("Dns:RateLimit:Enabled", "false"));
        TestAccount known = await server.RegisterAsync();
        await server.UpdateAsync(known, Digests.Next());
        long before = SizeOf(folder);
        int created = 0;

        Task flood = Parallel.ForAsync(0, Wanted, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, _) =>
        {
            HttpReply reply = await server.PostAsync(
                "/register", body: null, ("X-Forwarded-For", $"198.51.{i % Networks}.{i / Networks % 256}"));
            Assert.Contains(reply.Status, (int[])[201, 429]);
            Interlocked.Add(ref created, reply.Status == 201 ? 1 : 0);
        });
        List<TimeSpan> waits = await AskUntilAsync(server, known, flood);
        await flood;

        Assert.Equal(Networks * PerHour, created);
        Assert.Equal(Networks * PerHour + 1, server.Host.SubdomainCount);
        // Each makes its pages in the log and in the file; the log is moved at some 8 MB.
        Assert.InRange(SizeOf(folder) - before, 0, 20_000_000);
        // Asked one after the other: a machine that stands still for a moment holds up one of them, a server that waits
        // for its store holds up most, or leaves time for few.
        Assert.InRange(waits.Count(wait => wait < TimeSpan.FromSeconds(1)), 50, int.MaxValue);
        Assert.InRange(waits.Count(wait => wait >= TimeSpan.FromSeconds(1)), 0, 3);
    }

    private static async Task<List<TimeSpan>> AskUntilAsync(RunningServer server, TestAccount account, Task end)
    {
        var waits = new List<TimeSpan>();
        do
        {
            long started = Stopwatch.GetTimestamp();
            DnsAnswer answer = await server.AskAsync(account.Fulldomain);
            Assert.Single(answer.Texts);
            waits.Add(Stopwatch.GetElapsedTime(started));
        }
        while (!end.IsCompleted);

        return waits;
    }

    private static long SizeOf(TempFolder folder) =>
        Directory.GetFiles(folder.Root).Sum(file => new FileInfo(file).Length);
}
