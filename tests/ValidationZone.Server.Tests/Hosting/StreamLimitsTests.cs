using System.Net;
using System.Net.Sockets;
using ValidationZone.Tests.Support;

namespace ValidationZone.Server.Tests;

/// <summary>What clients of the real server see when there are too many connections.</summary>
public sealed class StreamLimitsTests
{
    private const string Apex = "auth.example.org";

    [Fact]
    [Trait("Row", "T11")]
    [Trait("Over", "TCP4")]
    public async Task At_the_limit_the_connection_idle_longest_is_closed_and_everybody_else_is_served()
    {
        // A clock that stands still ends nobody for being idle, which takes a second where places are short.
        var clock = new FakeClock();
        await using RunningServer server = await RunningServer.StartAtAsync(clock, ("Dns:Tcp:MaxConnections", "2"));
        using NetworkStream idle = await ConnectAsync(server, "127.0.0.1");
        await DnsAnswer.AskTcpAsync(idle, Apex);
        using NetworkStream busy = await ConnectAsync(server, "127.0.0.1");
        await DnsAnswer.AskTcpAsync(busy, Apex);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        await DnsAnswer.AskTcpAsync(busy, Apex);
        // The time of a question is noted behind its answer: with this one, that of the last is.
        await DnsAnswer.AskTcpAsync(busy, Apex);

        using NetworkStream newcomer = await ConnectAsync(server, "127.0.0.1");

        Assert.Equal(0, (await DnsAnswer.AskTcpAsync(newcomer, Apex)).Rcode);
        Assert.Equal(0, await idle.ReadAsync(new byte[1], TestContext.Current.CancellationToken));
        Assert.Equal(0, (await DnsAnswer.AskTcpAsync(busy, Apex)).Rcode);
        Assert.Equal(0, (await server.AskAsync(Apex)).Rcode);
    }

    [Fact]
    [Trait("Row", "T12")]
    [Trait("Over", "TCP4")]
    public async Task At_the_limit_of_an_address_only_connections_of_that_address_are_closed()
    {
        await using RunningServer server = await RunningServer.StartAtAsync(
            new FakeClock(), ("Dns:Tcp:MaxConnectionsPerPrefix", "1"));
        using NetworkStream other = await ConnectAsync(server, "127.0.0.2");
        using NetworkStream own = await ConnectAsync(server, "127.0.0.1");
        await DnsAnswer.AskTcpAsync(other, Apex);
        await DnsAnswer.AskTcpAsync(own, Apex);

        using NetworkStream newcomer = await ConnectAsync(server, "127.0.0.1");

        Assert.Equal(0, (await DnsAnswer.AskTcpAsync(newcomer, Apex)).Rcode);
        Assert.Equal(0, await own.ReadAsync(new byte[1], TestContext.Current.CancellationToken));
        Assert.Equal(0, (await DnsAnswer.AskTcpAsync(other, Apex)).Rcode);
    }

    [Fact]
    [Trait("Row", "T06")]
    [Trait("Over", "TCP4")]
    public async Task Idle_timeout_is_the_configured_one()
    {
        var clock = new FakeClock();
        await using RunningServer server = await RunningServer.StartAtAsync(clock, ("Dns:Tcp:IdleTimeout", "40s"));
        using NetworkStream idle = await ConnectAsync(server, "127.0.0.1");
        await DnsAnswer.AskTcpAsync(idle, Apex);

        clock.Advance(TimeSpan.FromSeconds(39));
        await DnsAnswer.AskTcpAsync(idle, Apex);
        clock.Advance(TimeSpan.FromSeconds(20));
        await DnsAnswer.AskTcpAsync(idle, Apex);
        Task<int> end = idle.ReadAsync(new byte[1], TestContext.Current.CancellationToken).AsTask();
        await clock.AdvanceUntilAsync(end);

        Assert.Equal(0, await end);
    }

    [Fact]
    public async Task What_was_closed_or_refused_for_want_of_room_is_in_the_log()
    {
        var clock = new FakeClock();
        await using RunningServer server = await RunningServer.StartAtAsync(clock, ("Dns:Tcp:MaxConnections", "1"));
        using NetworkStream first = await ConnectAsync(server, "127.0.0.1");
        await DnsAnswer.AskTcpAsync(first, Apex);
        using NetworkStream second = await ConnectAsync(server, "127.0.0.1");
        await DnsAnswer.AskTcpAsync(second, Apex);

        // Time has to pass until the loop that looks has begun.
        await clock.AdvanceUntilAsync(server.Log.WaitForAsync("1 ended to make room and 0 refused"));
    }

    private static async Task<NetworkStream> ConnectAsync(RunningServer server, string from)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        await socket.ConnectAsync(server.Tcp, TestContext.Current.CancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
