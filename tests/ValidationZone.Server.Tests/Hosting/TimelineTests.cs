using System.Net;
using ValidationZone.Accounts;
using ValidationZone.Accounts.Timeline;
using ValidationZone.Authority.Answering;
using ValidationZone.Server.Tests.Sockets;
using ValidationZone.Tests.Support;

namespace ValidationZone.Server.Tests;

/// <summary>What a timeline tells of questions over real sockets.</summary>
public sealed class TimelineTests
{
    [Theory]
    [InlineData("batch")]
    [InlineData("portable")]
    public async Task Timeline_tells_who_asked_and_what_they_got(string engine)
    {
        await using RunningServer server =
            await RunningServer.StartAsync(("Dns:Listen:1", "[::1]:0"), ("Dns:UdpEngine", engine));
        TestAccount account = await server.RegisterAsync();
        await server.AskAsync(account.Fulldomain);
        string digest = Digests.Next();
        await server.UpdateAsync(account, digest);
        await AskFromAsync(server, IPAddress.Parse("127.0.0.2"), account.Fulldomain);
        await DnsAnswer.AskUdpAsync(server.Host.UdpEndPoints[1], account.Fulldomain);
        await DnsAnswer.AskTcpAsync(server.Tcp, account.Fulldomain);

        SubdomainTimeline timeline = await FindAsync(server, account, questions: 4);

        Assert.Equal([TimelineEventKind.Registered, TimelineEventKind.Published], Changes(timeline.Events));
        string[] expected =
        [
            "127.0.0.1: Udp NODATA, Tcp 1 value",
            "127.0.0.2: Udp 1 value, Udp 1 value",
            "::1: Udp 1 value, Udp 1 value",
        ];
        Assert.Equal(expected, timeline.Resolvers.Select(Tell).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Timeline_tells_of_a_reply_that_was_cut_short_and_of_the_retry_over_TCP()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        TestAccount account = await server.RegisterAsync();
        foreach (int _ in Enumerable.Range(0, 8))
            await server.UpdateAsync(account, Digests.Next());

        await server.AskAsync(account.Fulldomain);
        await DnsAnswer.AskTcpAsync(server.Tcp, account.Fulldomain);

        SubdomainTimeline timeline = await FindAsync(server, account, questions: 2);
        Assert.Equal("127.0.0.1: Udp truncated, Tcp 8 values", Tell(Assert.Single(timeline.Resolvers)));
    }

    [Fact]
    public async Task Timeline_tells_what_another_process_changed()
    {
        using var folder = new TempFolder();
        await using RunningServer one = await RunningServer.StartInAsync(folder);
        await using RunningServer two = await RunningServer.StartInAsync(folder);
        TestAccount account = await one.RegisterAsync();
        await Eventually.HoldsAsync(async () => (await two.UpdateAsync(account, Digests.Next())).Status == 200);

        await Eventually.HoldsAsync(async () => (await one.AskAsync(account.Fulldomain)).Texts.Count == 1);

        TimelineEventKind[] expected = [TimelineEventKind.Registered, TimelineEventKind.Published];
        foreach (RunningServer server in (RunningServer[])[one, two])
        {
            // A value is in the answers before it is in the timeline.
            await Eventually.HoldsAsync(async () =>
                Changes((await FindAsync(server, account, questions: 0)).Events).Count() >= expected.Length);
            Assert.Equal(expected, Changes((await FindAsync(server, account, questions: 0)).Events));
        }
    }

    [Fact]
    public async Task Nothing_of_a_value_or_an_asker_is_logged()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        TestAccount account = await server.RegisterAsync();
        string digest = Digests.Next();
        await server.UpdateAsync(account, digest);
        await AskFromAsync(server, IPAddress.Parse("127.0.0.3"), account.Fulldomain);

        await FindAsync(server, account, questions: 1);

        Assert.DoesNotContain(server.Log.Lines, line => line.Contains(digest[..6], StringComparison.Ordinal));
        Assert.DoesNotContain(server.Log.Lines, line => line.Contains("127.0.0.3", StringComparison.Ordinal));
    }

    private static async Task AskFromAsync(RunningServer server, IPAddress source, string name)
    {
        await using var path = new DatagramPath("UDP4", server.Udp, source);
        await path.AskAsync(APacket.Asking(name + ".", "TXT").ToOctets());
    }

    private static async Task<SubdomainTimeline> FindAsync(RunningServer server, TestAccount account, int questions)
    {
        Assert.True(Subdomain.TryParse(account.Subdomain, out Subdomain? subdomain));
        SubdomainTimeline? timeline = null;
        await Eventually.HoldsAsync(() =>
        {
            timeline = server.Host.Timeline.Find(subdomain);
            return timeline?.Resolvers.Sum(resolver => resolver.Count) >= questions;
        });
        return timeline!;
    }

    private static IEnumerable<TimelineEventKind> Changes(IEnumerable<TimelineEvent> events) =>
        events.Where(happened => happened.Question is null).Select(happened => happened.Kind);

    private static string Tell(ResolverSummary resolver) =>
        $"{resolver.Address}: {resolver.First.Transport} {resolver.First.Answer}, "
        + $"{resolver.Last.Transport} {resolver.Last.Answer}";
}
