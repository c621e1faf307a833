using System.Net;
using System.Net.Sockets;
using ValidationZone.Authority.Answering;
using ValidationZone.Tests.Support;
using ValidationZone.Transport.Interop;

namespace ValidationZone.Transport.Tests;

/// <summary>What only the batch engine has: many datagrams at once, and many sockets on one port.</summary>
public sealed class BatchEngineTests
{
    private static readonly IPEndPoint Anywhere = new(IPAddress.Loopback, 0);

    public BatchEngineTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "the batch engine is for Linux");

    [Fact]
    public void Engine_is_available_and_chosen()
    {
        using UdpListeners listeners = Bind(new UdpOptions());

        Assert.True(LinuxSockets.IsAvailable());
        Assert.Equal(UdpEngine.Batch, listeners.Engine);
        Assert.Equal(Environment.ProcessorCount, listeners.Counters.Count);
    }

    [Fact]
    public void Portable_engine_is_used_when_it_is_asked_for()
    {
        using UdpListeners listeners = Bind(new UdpOptions(UdpEngine.Portable));

        Assert.Equal(UdpEngine.Portable, listeners.Engine);
        Assert.Single(listeners.Counters);
    }

    [Fact]
    public void Workers_share_a_port_and_the_clients()
    {
        using UdpListeners listeners = Bind(new UdpOptions(UdpEngine.Batch, Workers: 4));
        listeners.Start();

        for (ushort id = 0; id < 200; id++)
        {
            using var client = new UdpClientSocket(AddressFamily.InterNetwork);
            Assert.Equal(id, Queries.Id(client.Ask(Queries.Ask(id), listeners.LocalEndPoints[0])));
        }

        Assert.Equal(4, listeners.Counters.Count);
        Assert.Equal(200, listeners.Counters.Sum(block => block.Requests));
        Assert.True(listeners.Counters.Count(block => block.Requests > 0) > 1, "one worker had all clients");
    }

    [Fact]
    public void Port_that_workers_share_is_not_shared_with_another_server()
    {
        using UdpListeners first = Bind(new UdpOptions(UdpEngine.Batch, Workers: 2));

        var exception = Assert.Throws<ListenException>(
            () => UdpListeners.Bind([first.LocalEndPoints[0]], Answerers.Real(), new UdpOptions(Workers: 2)));

        Assert.Equal(first.LocalEndPoints[0], exception.Endpoint);
    }

    [Fact]
    public void More_datagrams_than_a_batch_holds_all_get_their_own_reply()
    {
        using UdpListeners listeners = Bind(new UdpOptions(UdpEngine.Batch, Workers: 1));
        UdpClientSocket[] clients =
            [.. Enumerable.Range(0, 20).Select(_ => new UdpClientSocket(AddressFamily.InterNetwork))];
        for (ushort id = 0; id < 200; id++)
            clients[id % 20].Send(Queries.Ask(id), listeners.LocalEndPoints[0]);

        listeners.Start();

        for (ushort id = 0; id < 200; id++)
            Assert.Equal(id, Queries.Id(clients[id % 20].Receive().Reply));
        Array.ForEach(clients, client => client.Dispose());
    }

    [Fact]
    public void Silence_within_a_batch_moves_no_reply_to_somebody_else()
    {
        using UdpListeners listeners = Bind(new UdpOptions(UdpEngine.Batch, Workers: 1));
        using var silent = new UdpClientSocket(AddressFamily.InterNetwork);
        using var client = new UdpClientSocket(AddressFamily.InterNetwork);
        for (ushort id = 0; id < 60; id += 2)
        {
            silent.Send(Queries.Response(id), listeners.LocalEndPoints[0]);
            client.Send(Queries.Ask((ushort)(id + 1)), listeners.LocalEndPoints[0]);
        }

        listeners.Start();

        for (ushort id = 1; id < 60; id += 2)
            Assert.Equal(id, Queries.Id(client.Receive().Reply));
        silent.Send(Queries.Ask(99), listeners.LocalEndPoints[0]);
        Assert.Equal(99, Queries.Id(silent.Receive().Reply));
    }

    [Fact]
    [Trait("Row", "H18")]
    [Trait("Over", "UDP4")]
    public void Destination_that_cannot_be_sent_to_costs_no_other_client_its_reply()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "raw sockets need root");
        using UdpListeners listeners = Bind(new UdpOptions(UdpEngine.Batch, Workers: 1));
        using var client = new UdpClientSocket(AddressFamily.InterNetwork);
        for (ushort id = 0; id < 10; id++)
        {
            client.Send(Queries.Ask(id), listeners.LocalEndPoints[0]);
            SendFromBroadcast(Queries.Ask(99), listeners.LocalEndPoints[0]);
        }

        listeners.Start();

        for (ushort id = 0; id < 10; id++)
            Assert.Equal(id, Queries.Id(client.Receive().Reply));
        client.Ask(Queries.Ask(10), listeners.LocalEndPoints[0]);
        Assert.Equal(21, listeners.Counters[0].Requests);
    }

    [Fact]
    public void Listeners_that_never_started_leave_their_port()
    {
        IPEndPoint[] endpoints = [new(IPAddress.Loopback, FreePort.Next())];
        var options = new UdpOptions(UdpEngine.Batch, Workers: 3);
        UdpListeners.Bind(endpoints, Answerers.Real(), options).Dispose();

        using UdpListeners again = UdpListeners.Bind(endpoints, Answerers.Real(), options);

        Assert.Equal(endpoints, again.LocalEndPoints);
    }

    [Fact]
    public void What_the_limiter_allows_comes_back_with_time()
    {
        var clock = new FakeClock();
        using UdpListeners listeners = UdpListeners.Bind(
            [Anywhere],
            Answerers.Real(),
            new UdpOptions(UdpEngine.Batch, Workers: 1),
            () => new ResponseRateLimiter(new RateLimitOptions(RepliesPerSecond: 1, Burst: 1), clock));
        listeners.Start();
        using var client = new UdpClientSocket(AddressFamily.InterNetwork);

        bool[] whole = [IsWhole(), IsWhole()];
        clock.Advance(TimeSpan.FromSeconds(10));
        bool later = IsWhole();

        Assert.Equal([true, false], whole);
        Assert.True(later);

        bool IsWhole() => (client.Ask(Queries.Ask(1), listeners.LocalEndPoints[0])[2] & 0x02) == 0;
    }

    [Fact]
    public void Each_worker_has_a_limiter_of_its_own()
    {
        int limiters = 0;
        using UdpListeners listeners = UdpListeners.Bind(
            [Anywhere],
            Answerers.Real(),
            new UdpOptions(UdpEngine.Batch, Workers: 3),
            () =>
            {
                limiters++;
                return new ResponseRateLimiter(new RateLimitOptions(), TimeProvider.System);
            });

        Assert.Equal(3, limiters);
    }

    private static UdpListeners Bind(UdpOptions options) => UdpListeners.Bind([Anywhere], Answerers.Real(), options);

    /// <summary>Sends in the name of an address that only sockets with a special right may send to.</summary>
    private static void SendFromBroadcast(byte[] payload, IPEndPoint server)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Raw, ProtocolType.Udp);
        socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.HeaderIncluded, true);
        int length = 28 + payload.Length;
        byte[] packet =
        [
            0x45, 0, (byte)(length >> 8), (byte)length, 0, 0, 0, 0, 64, (byte)ProtocolType.Udp, 0, 0,
            127, 255, 255, 255, .. server.Address.GetAddressBytes(),
            0x30, 0x39, (byte)(server.Port >> 8), (byte)server.Port,
            (byte)((length - 20) >> 8), (byte)(length - 20), 0, 0, .. payload,
        ];
        socket.SendTo(packet, new IPEndPoint(server.Address, 0));
    }
}
