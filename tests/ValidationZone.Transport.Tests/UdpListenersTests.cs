using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using ValidationZone.Authority.Answering;
using ValidationZone.Tests.Support;
using ValidationZone.Wire;

namespace ValidationZone.Transport.Tests;

/// <summary>What every UDP engine does; one class for each engine runs it.</summary>
public abstract class UdpListenersTests(UdpEngine engine)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // As long as threads are waited for, but for what is lost in rounding to milliseconds.
    private static readonly TimeSpan LongestStop = TimeSpan.FromMilliseconds(290);

    /// <summary>One thread for each endpoint, so that its counters are those of all its clients.</summary>
    private UdpOptions Options => new(engine, Workers: 1);

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void A_question_is_answered_on_IPv4_and_IPv6(string address)
    {
        using UdpListeners listeners = Listen(address);
        using var client = new UdpClientSocket(IPAddress.Parse(address).AddressFamily);

        byte[] reply = client.Ask(Queries.Ask(0x1234), listeners.LocalEndPoints[0]);

        Assert.Equal(0x1234, Queries.Id(reply));
        Assert.Equal(1, Queries.AnswerCount(reply));
        Assert.Equal(1, listeners.Counters[0].Positive);
    }

    [Fact]
    [Trait("Row", "E11")]
    [Trait("Over", "UDP4")]
    public void A_reply_that_fills_more_than_a_datagram_is_truncated()
    {
        using UdpListeners listeners = Listen("127.0.0.1");
        using var client = new UdpClientSocket(AddressFamily.InterNetwork);

        byte[] reply = client.Ask(Queries.Ask(1, Answerers.ManyValues, RecordType.Txt), listeners.LocalEndPoints[0]);

        Assert.Equal(0x02, reply[2] & 0x02);
        Assert.InRange(reply.Length, 12, 512);
    }

    [Fact]
    [Trait("Row", "H10")]
    [Trait("Row", "H11")]
    [Trait("Over", "UDP4")]
    public void Scraps_and_responses_are_met_with_silence()
    {
        using UdpListeners listeners = Listen("127.0.0.1");
        using var client = new UdpClientSocket(AddressFamily.InterNetwork);

        for (int length = 0; length < 12; length++)
            client.Send(Queries.Ask(1)[..length], listeners.LocalEndPoints[0]);
        client.Send(Queries.Response(2), listeners.LocalEndPoints[0]);
        byte[] reply = client.Ask(Queries.Ask(3), listeners.LocalEndPoints[0]);

        Assert.Equal(3, Queries.Id(reply));
        Assert.Equal(13, listeners.Counters[0].Ignored);
    }

    [Fact]
    [Trait("Row", "R08")]
    [Trait("Over", "UDP4")]
    public void A_reply_is_not_to_be_fragmented()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "raw sockets need root");
        using UdpListeners listeners = Listen("127.0.0.9");
        using var client = new UdpClientSocket(AddressFamily.InterNetwork);
        using var eavesdropper = new Socket(AddressFamily.InterNetwork, SocketType.Raw, ProtocolType.Udp);
        eavesdropper.ReceiveTimeout = (int)Patience.TotalMilliseconds;
        // It hears that address only: the many datagrams of other tests would fill its buffer.
        eavesdropper.Connect(listeners.LocalEndPoints[0].Address, 0);

        client.Ask(Queries.Ask(1), listeners.LocalEndPoints[0]);

        ReadOnlySpan<byte> reply = ReceiveFrom(eavesdropper, listeners.LocalEndPoints[0].Port);
        Assert.Equal(0x40, reply[6] & 0x40);
    }

    [Fact]
    [Trait("Row", "H19")]
    [Trait("Over", "UDP4 UDP6")]
    public void A_reply_comes_from_the_address_and_port_that_were_asked()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux answers on all of 127.0.0.0/8");
        using UdpListeners listeners = Listen("127.0.0.1", "127.0.0.2", "::1");
        using var client = new UdpClientSocket(AddressFamily.InterNetwork);
        using var client6 = new UdpClientSocket(AddressFamily.InterNetworkV6);

        foreach (IPEndPoint asked in listeners.LocalEndPoints)
        {
            UdpClientSocket socket = asked.AddressFamily == AddressFamily.InterNetwork ? client : client6;
            socket.Send(Queries.Ask(1), asked);
            Assert.Equal(asked, socket.Receive().Sender);
        }
    }

    [Theory]
    [Trait("Row", "H19")]
    [Trait("Over", "UDP4 UDP6")]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    public void A_wildcard_answers_from_every_address_of_the_machine(string wildcard)
    {
        using UdpListeners listeners = Listen(wildcard);
        using var client = new UdpClientSocket(IPAddress.Parse(wildcard).AddressFamily);
        IPEndPoint bound = Assert.Single(listeners.LocalEndPoints);

        IReadOnlyList<IPAddress> addresses = AddressesOfTheMachine(bound.AddressFamily);
        foreach (IPAddress address in addresses)
        {
            client.Send(Queries.Ask(1), new IPEndPoint(address, bound.Port));
            Assert.Equal(new IPEndPoint(address, bound.Port), client.Receive().Sender);
        }

        Assert.Equal(IPAddress.Parse(wildcard), bound.Address);
        Assert.Equal(engine == UdpEngine.Batch ? 1 : addresses.Count, listeners.Counters.Count);
    }

    [Fact]
    public void Both_wildcards_share_a_port()
    {
        int port = FreePort.Next();
        using UdpListeners first = UdpListeners.Bind([new IPEndPoint(IPAddress.Any, port)], Answerers.Real(), Options);
        IPEndPoint both = new(IPAddress.IPv6Any, port);

        using UdpListeners second = UdpListeners.Bind([both], Answerers.Real(), Options);

        Assert.Equal(both, second.LocalEndPoints[0]);
    }

    [Fact]
    [Trait("Row", "N07")]
    [Trait("Over", "UDP4")]
    public void An_exception_becomes_SERVFAIL_with_the_question()
    {
        using UdpListeners listeners = Listen(Answerers.ThrowingFor(0xDEAD));
        using var client = new UdpClientSocket(AddressFamily.InterNetwork);
        byte[] question = Queries.Ask(0xDEAD);

        byte[] reply = client.Ask(question, listeners.LocalEndPoints[0]);
        byte[] next = client.Ask(Queries.Ask(2), listeners.LocalEndPoints[0]);

        Assert.Equal(Queries.ServFail, Queries.Rcode(reply));
        Assert.Equal(question[12..], reply[12..]);
        Assert.Equal(1, Queries.AnswerCount(next));
        Assert.Equal((1, 1), (listeners.Counters[0].Faults, listeners.Counters[0].ServFail));
    }

    [Fact]
    public void An_exception_while_saying_SERVFAIL_does_not_end_the_loop()
    {
        using UdpListeners listeners = Listen(Answerers.AlwaysThrowing());
        using var client = new UdpClientSocket(AddressFamily.InterNetwork);

        for (int i = 0; i < 3; i++)
            client.Send(Queries.Ask(1), listeners.LocalEndPoints[0]);

        Assert.True(SpinWait.SpinUntil(() => listeners.Counters[0].Faults == 3, Patience));
    }

    [Fact]
    public void Clients_that_are_gone_before_their_reply_disturb_nobody()
    {
        using UdpListeners listeners = Listen("127.0.0.1");
        for (int i = 0; i < 50; i++)
        {
            // From a port that nobody is given after it, or the reply would be somebody else's.
            using var gone = new UdpClientSocket(AddressFamily.InterNetwork, FreePort.Next());
            gone.Send(Queries.Ask(1), listeners.LocalEndPoints[0]);
        }

        using var client = new UdpClientSocket(AddressFamily.InterNetwork);
        byte[] reply = client.Ask(Queries.Ask(2), listeners.LocalEndPoints[0]);

        Assert.Equal(2, Queries.Id(reply));
        Assert.Equal(51, listeners.Counters[0].Requests);
    }

    [Fact]
    public void The_longest_datagram_arrives_whole()
    {
        using UdpListeners listeners = Listen(Answerers.Measuring());
        using var client = new UdpClientSocket(AddressFamily.InterNetwork);

        byte[] reply = client.Ask(new byte[65_507], listeners.LocalEndPoints[0]);

        Assert.Equal(65_507, BitConverter.ToInt32(reply));
    }

    [Fact]
    public void A_datagram_costs_no_allocation()
    {
        const int part = 300;
        var allocated = new long[(10 * part) + 1];
        int count = 0;
        QueryAnswerer real = Answerers.Real();
        var measuring = new FaultBarrier(Answer, real.AnswerFailure);
        using UdpListeners listeners = Listen(measuring);
        using var client = new UdpClientSocket(AddressFamily.InterNetwork);

        for (int i = 0; i < allocated.Length; i++)
            client.Ask(Queries.Ask(1), listeners.LocalEndPoints[0]);

        // Compiling a method anew costs the thread some hundred bytes now and then; a datagram would cost them each time.
        Assert.Equal(0, Enumerable.Range(0, 10).Min(at => allocated[(at + 1) * part] - allocated[at * part]));

        int Answer(ReadOnlySpan<byte> request, Span<byte> response, in QueryContext context)
        {
            allocated[count++] = GC.GetAllocatedBytesForCurrentThread();
            return real.Answer(request, response, context);
        }
    }

    [Fact]
    public void Sockets_have_room_for_a_burst()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "the system's limit may be less");
        using UdpListeners listeners = Listen("127.0.0.1", "::1");

        Assert.Equal(UdpOptions.WantedReceiveBuffer, listeners.ReceiveBufferLength);
    }

    [Fact]
    public void A_port_in_use_is_named_and_nothing_stays_open()
    {
        IPEndPoint taken = new(IPAddress.Loopback, FreePort.Next());
        IPEndPoint free = new(IPAddress.IPv6Loopback, taken.Port);
        using UdpListeners holder = UdpListeners.Bind([taken], Answerers.Real(), Options);

        var exception = Assert.Throws<ListenException>(() => UdpListeners.Bind([free, taken], Answerers.Real(), Options));

        Assert.Equal(taken, exception.Endpoint);
        Assert.Contains($"UDP {taken}", exception.Message, StringComparison.Ordinal);
        using UdpListeners again = UdpListeners.Bind([free], Answerers.Real(), Options);
    }

    [Fact]
    public void An_address_of_another_machine_is_named()
    {
        IPEndPoint foreign = new(IPAddress.Parse("192.0.2.1"), 0);

        var exception = Assert.Throws<ListenException>(() => UdpListeners.Bind([foreign], Answerers.Real(), Options));

        Assert.Equal(foreign, exception.Endpoint);
    }

    [Fact]
    public void Stopping_ends_the_threads_that_wait_for_datagrams()
    {
        var threads = new ConcurrentDictionary<Thread, bool>();
        var noting = new FaultBarrier(Answer, Answer);
        IPEndPoint[] endpoints = [.. Enumerable.Repeat(new IPEndPoint(IPAddress.Loopback, 0), 8)];
        UdpListeners listeners = UdpListeners.Bind(endpoints, noting, Options);
        listeners.Start();
        using var client = new UdpClientSocket(AddressFamily.InterNetwork);
        foreach (IPEndPoint endpoint in listeners.LocalEndPoints)
            client.Ask(Queries.Ask(1), endpoint);

        long start = Stopwatch.GetTimestamp();
        listeners.Dispose();
        bool haveEnded = !threads.Keys.Any(thread => thread.IsAlive);

        Assert.Equal(8, threads.Count);
        Assert.True(haveEnded || Stopwatch.GetElapsedTime(start) >= LongestStop, "they were not waited for");
        Assert.All(threads.Keys, thread => Assert.True(thread.Join(Patience)));

        int Answer(ReadOnlySpan<byte> request, Span<byte> response, in QueryContext context)
        {
            threads[Thread.CurrentThread] = true;
            return 1;
        }
    }

    [Fact]
    public void Listeners_start_once_and_stop_without_having_started()
    {
        IPEndPoint endpoint = new(IPAddress.Loopback, FreePort.Next());
        UdpListeners listeners = UdpListeners.Bind([endpoint], Answerers.Real(), Options);
        listeners.Start();

        Assert.Throws<InvalidOperationException>(listeners.Start);

        listeners.Dispose();
        listeners.Dispose();
        // A thread that is slow to end holds its port for as long.
        Assert.True(SpinWait.SpinUntil(() => IsFree(endpoint), Patience));
    }

    private bool IsFree(IPEndPoint endpoint)
    {
        try
        {
            UdpListeners.Bind([endpoint], Answerers.Real(), Options).Dispose();
            return true;
        }
        catch (ListenException)
        {
            return false;
        }
    }

    private UdpListeners Listen(params IEnumerable<string> addresses)
    {
        IPEndPoint[] endpoints = [.. addresses.Select(address => new IPEndPoint(IPAddress.Parse(address), 0))];
        UdpListeners listeners = UdpListeners.Bind(endpoints, Answerers.Real(), Options);
        listeners.Start();
        return listeners;
    }

    private UdpListeners Listen(FaultBarrier answerer)
    {
        UdpListeners listeners = UdpListeners.Bind([new IPEndPoint(IPAddress.Loopback, 0)], answerer, Options);
        listeners.Start();
        return listeners;
    }

    private static IReadOnlyList<IPAddress> AddressesOfTheMachine(AddressFamily family) =>
        [.. NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .Where(address => address.AddressFamily == family)];

    /// <summary>The next packet from a port, with its IPv4 header.</summary>
    private static byte[] ReceiveFrom(Socket eavesdropper, int port)
    {
        var packet = new byte[ushort.MaxValue];
        while (true)
        {
            int length = eavesdropper.Receive(packet);
            int udp = (packet[0] & 15) * 4;
            if (((packet[udp] << 8) | packet[udp + 1]) == port)
                return packet[..length];
        }
    }
}
