using System.Net;
using ValidationZone.EndToEnd.Tests.Harness;
using ValidationZone.Tests.Support;

namespace ValidationZone.EndToEnd.Tests.Oracles;

/// <summary>
/// A CA's resolver, all from one prefix, asks for 200 names again and again while the limiter is on: it may be made to
/// come again, but each look-up must end with the value.
/// </summary>
public sealed class LimitedResolverTests : IDisposable
{
    private const int Names = 200;
    private const int Lookups = 5 * Names;
    private const int Workers = 4;
    private const ushort RecursionDesired = 0x0100;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Row", "R07")]
    [Trait("Over", "UDP4 TCP4")]
    public async Task Unbound_that_is_limited_resolves_every_name_over_TCP()
    {
        await using LimitedZone zone = await StartAsync("unbound-minimising", repliesPerSecond: "5");

        string[] failures = await LookUpAllAsync(zone);
        DnsReply[] limited = AskWithoutResolver(zone, times: 100);
        long overUdp = limited.Length + await zone.Resolver.UnboundCountAsync("num.query.udpout");
        long overTcp = await zone.StopAndCountQueriesAsync() - overUdp;

        Assert.Empty(failures);
        Assert.Contains(limited, reply => reply.IsTruncated);
        Assert.InRange(overTcp, Lookups / 2, long.MaxValue);
    }

    [Fact]
    [Trait("Row", "R07")]
    [Trait("Over", "UDP4 TCP4")]
    public async Task BIND_that_is_limited_resolves_every_name_with_a_cookie()
    {
        await using LimitedZone zone = await StartAsync("named", repliesPerSecond: "5");

        // The flood of somebody in the same prefix: whoever has no cookie yet is limited from the start.
        using var enough = new CancellationTokenSource();
        Task[] flood = [.. Enumerable.Range(0, Workers).Select(_ => Flood(zone, enough.Token))];
        string[] failures = await LookUpAllAsync(zone);
        await enough.CancelAsync();
        await Task.WhenAll(flood);

        Assert.Empty(failures);
        Assert.InRange(await zone.Resolver.NamedCountAsync("BadCookieRcode"), 1, long.MaxValue);
        Assert.InRange(await zone.Resolver.NamedCountAsync("ServerCookieOut"), Lookups / 2, long.MaxValue);
        Assert.Contains(AskWithoutResolver(zone, times: 100), reply => reply.IsTruncated);
    }

    [Theory]
    [Trait("Row", "R07")]
    [Trait("Over", "UDP4 TCP4")]
    [InlineData("unbound")]
    [InlineData("named")]
    [InlineData("kresd")]
    public async Task Limits_of_the_default_configuration_fail_no_name(string kind)
    {
        await using LimitedZone zone = await StartAsync(kind, repliesPerSecond: null);

        Assert.Empty(await LookUpAllAsync(zone));
    }

    private Task<LimitedZone> StartAsync(string kind, string? repliesPerSecond)
    {
        Tools.Require("nsd", kind.Split('-')[0]);
        Tools.RequireRoot();
        return LimitedZone.StartAsync(_folder, kind, repliesPerSecond, Names);
    }

    private static async Task<string[]> LookUpAllAsync(LimitedZone zone)
    {
        string[][] failures = await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(
            () => LookUp(zone, worker).ToArray())));
        return [.. failures.SelectMany(some => some)];
    }

    private static IEnumerable<string> LookUp(LimitedZone zone, int worker)
    {
        using var client = new DnsClient(zone.Resolver.Port);
        for (int i = worker; i < Lookups; i += Workers)
        {
            (string name, string value) = zone.Values[i % Names];
            APacket question = APacket.Asking(name, "TXT") with { Id = (ushort)i, FlagBits = RecursionDesired };
            DnsReply? reply = client.Ask(question.ToOctets());
            if (reply?.Answer.SingleOrDefault()?.RdataText != $"\"{value}\"")
                yield return $"{i} {name}: {reply?.ToString() ?? "silence"}";
        }
    }

    /// <summary>Uses up what the prefix is granted, again and again.</summary>
    private static Task Flood(LimitedZone zone, CancellationToken enough)
    {
        AskWithoutResolver(zone, times: 25);
        return Task.Run(
            () =>
            {
                while (!enough.IsCancellationRequested)
                    AskWithoutResolver(zone, times: 25);
            },
            CancellationToken.None);
    }

    /// <summary>Asks our server itself, from the resolver's prefix and without a cookie.</summary>
    private static DnsReply[] AskWithoutResolver(LimitedZone zone, int times)
    {
        using var client = new DnsClient(new IPEndPoint(zone.Address, 53));
        byte[] question = APacket.Asking(zone.Values[0].Name, "TXT").WithEdns().ToOctets();
        return [.. Enumerable.Range(0, times).Select(_ => client.Ask(question)!)];
    }
}
