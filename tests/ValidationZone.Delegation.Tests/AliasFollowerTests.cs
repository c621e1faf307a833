using System.Net;
using System.Net.Sockets;
using ValidationZone.Tests.Support;
using ValidationZone.Wire;

namespace ValidationZone.Delegation.Tests;

public sealed class AliasFollowerTests : IDisposable
{
    private static readonly DomainName Alias = DomainName.Parse("_acme-challenge.www.example.com");
    private static readonly DomainName Target = DomainName.Parse("label.auth.example.org");

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly UdpClient _resolver = new(new IPEndPoint(IPAddress.Loopback, 0));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IPEndPoint Endpoint => (IPEndPoint)_resolver.Client.LocalEndPoint!;

    public void Dispose() => _resolver.Dispose();

    [Fact]
    public async Task Silent_resolver_is_asked_twice_and_then_it_is_no()
    {
        var clock = new FakeClock();
        Task<bool> leads = new AliasFollower([Endpoint], clock).LeadsAsync(Alias, Target, Cancellation);

        for (int tries = 0; tries < 2; tries++)
        {
            await _resolver.ReceiveAsync(Cancellation);
            clock.Advance(TimeSpan.FromSeconds(2));
        }

        Assert.False(await leads.WaitAsync(Patience, Cancellation));
        Assert.Equal(0, _resolver.Available);
    }

    [Fact]
    public async Task Chain_without_an_end_is_left_after_eight_links()
    {
        int questions = 0;
        Task answering = AnswerAsync(_ => [DomainName.Parse($"link{++questions}.example.com")]);

        bool leads = await FollowAsync(Endpoint);

        Assert.False(leads);
        Assert.Equal(8, questions);
        await StopAsync(answering);
    }

    [Fact]
    public async Task Two_aliases_at_one_name_are_none()
    {
        Task answering = AnswerAsync(_ => [Target, DomainName.Parse("elsewhere.example.com")]);

        Assert.False(await FollowAsync(Endpoint));
        await StopAsync(answering);
    }

    [Fact]
    public async Task Alias_of_another_name_in_the_reply_is_not_followed()
    {
        Task answering = AnswerAsync(_ => [Target], owner: DomainName.Parse("other.example.com"));

        Assert.False(await FollowAsync(Endpoint));
        await StopAsync(answering);
    }

    [Fact]
    public async Task Next_resolver_is_asked_when_one_cannot_be_reached()
    {
        Task answering = AnswerAsync(_ => [DomainName.Parse("LABEL.auth.EXAMPLE.org")]);

        Assert.True(await FollowAsync(new IPEndPoint(IPAddress.Loopback, FreePort.Next()), Endpoint));
        await StopAsync(answering);
    }

    // Time stands still, so that no resolver is too slow.
    private static Task<bool> FollowAsync(params IPEndPoint[] resolvers) =>
        new AliasFollower(resolvers, new FakeClock()).LeadsAsync(Alias, Target, Cancellation)
            .WaitAsync(Patience, Cancellation);

    private async Task StopAsync(Task answering)
    {
        _resolver.Close();
        await answering;
    }

    /// <summary>Answers each question with aliases until the socket is closed.</summary>
    private async Task AnswerAsync(Func<DomainName, DomainName[]> aliasesOf, DomainName? owner = null)
    {
        try
        {
            while (true)
            {
                UdpReceiveResult question = await _resolver.ReceiveAsync(Cancellation);
                byte[] reply = ToReply(question.Buffer, aliasesOf, owner);
                await _resolver.SendAsync(reply, question.RemoteEndPoint, Cancellation);
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private static byte[] ToReply(byte[] query, Func<DomainName, DomainName[]> aliasesOf, DomainName? owner)
    {
        int end = Array.IndexOf<byte>(query, 0, 12) + 1;
        Assert.True(DomainName.TryFromWire(query.AsSpan(12..end), out DomainName? name));
        DomainName[] targets = aliasesOf(name);
        byte[] header = [query[0], query[1], 0x81, 0x80, 0, 1, 0, (byte)targets.Length, 0, 0, 0, 0];
        IEnumerable<byte> records = targets.SelectMany(target => (byte[])
        [
            .. (owner ?? name).Wire, 0, 5, 0, 1, 0, 0, 0, 1, 0, (byte)target.Wire.Length, .. target.Wire,
        ]);
        return [.. header, .. query[12..(end + 4)], .. records];
    }
}
