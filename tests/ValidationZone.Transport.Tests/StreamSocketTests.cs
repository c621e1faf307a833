using System.Net;
using System.Net.Sockets;
using ValidationZone.Wire;

namespace ValidationZone.Transport.Tests;

/// <summary>Streams over real TCP connections. Alone, because open descriptors belong to the whole process.</summary>
[Collection(nameof(StreamSocketTests))]
[CollectionDefinition(nameof(StreamSocketTests), DisableParallelization = true)]
public sealed class StreamSocketTests
{
    private static readonly StreamOptions Patient = new(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30));
    private static readonly StreamOptions Impatient = new(TimeSpan.FromSeconds(30), TimeSpan.FromMilliseconds(250));

    [Theory]
    [Trait("Row", "T01")]
    [Trait("Over", "TCP4 TCP6")]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task A_question_is_answered_over_IPv4_and_IPv6(string address)
    {
        await using TcpStreamServer server = Serve(IPAddress.Parse(address));
        using Socket client = server.Connect();

        client.Send(Queries.Framed(Queries.Ask(1, Answerers.ManyValues, RecordType.Txt)));

        Assert.Equal(Answerers.ManyValuesCount, Queries.AnswerCount(Receive(client)));
    }

    [Fact]
    [Trait("Row", "T05")]
    [Trait("Over", "TCP4")]
    public async Task After_a_half_close_all_answers_come_and_then_the_end()
    {
        await using TcpStreamServer server = Serve(IPAddress.Loopback);
        using Socket client = server.Connect();

        client.Send(Queries.Framed(Enumerable.Range(0, 1000).Select(id => Queries.Ask((ushort)id))));
        client.Shutdown(SocketShutdown.Send);

        for (int id = 0; id < 1000; id++)
            Assert.Equal(id, Queries.Id(Receive(client)));
        Assert.Equal(0, client.Receive(new byte[1]));
    }

    [Fact]
    [Trait("Row", "T03")]
    [Trait("Over", "TCP4")]
    public async Task A_question_that_arrives_octet_by_octet_is_answered()
    {
        await using TcpStreamServer server = Serve(IPAddress.Loopback);
        using Socket client = server.Connect();

        foreach (byte octet in Queries.Framed(Queries.Ask(1)))
            client.Send([octet]);

        Assert.Equal(1, Queries.Id(Receive(client)));
    }

    [Fact]
    [Trait("Row", "T10")]
    [Trait("Over", "TCP4")]
    public async Task A_client_that_never_reads_is_cut_off_and_others_are_served()
    {
        await using TcpStreamServer server = Serve(IPAddress.Loopback, Impatient);
        using Socket greedy = server.Connect();
        using Socket client = server.Connect();
        byte[] question = Queries.Ask(1, Answerers.ManyValues, RecordType.Txt);
        byte[] questions = Queries.Framed(Enumerable.Repeat(question, 1000));

        // On a thread of its own: it blocks, and the pool's may be one, which the server needs.
        Task flood = Task.Factory.StartNew(
            () => SendUntilCutOff(greedy, questions), TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning, TaskScheduler.Default);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!flood.IsCompleted && !patience.IsCancellationRequested)
        {
            client.Send(Queries.Framed(Queries.Ask(2)));
            Assert.Equal(2, Queries.Id(Receive(client)));
        }

        Assert.True(flood.IsCompleted);
        client.Dispose();
        Assert.Contains(StreamEnding.Unread, await server.EndAsync());
    }

    [Fact]
    public async Task Clients_that_reset_their_connection_are_no_exception()
    {
        await using TcpStreamServer server = Serve(IPAddress.Loopback);
        for (int i = 0; i < 50; i++)
        {
            using Socket client = server.Connect();
            client.LingerState = new LingerOption(enable: true, seconds: 0);
            client.Send(Queries.Framed(Queries.Ask(1, Answerers.ManyValues, RecordType.Txt)));
        }

        using Socket survivor = server.Connect();
        survivor.Send(Queries.Framed(Queries.Ask(2)));

        Assert.Equal(2, Queries.Id(Receive(survivor)));
        survivor.Dispose();
        Assert.All(await server.EndAsync(), ending => Assert.Contains(ending, Harmless));
    }

    [Fact]
    public async Task A_thousand_connections_leave_no_descriptor_behind()
    {
        Assert.SkipUnless(Directory.Exists("/proc/self/fd"), "open descriptors are listed on Linux only");
        await using TcpStreamServer server = Serve(IPAddress.Loopback);
        AskOnce(server);
        await server.EndAsync();
        int before = Directory.GetFileSystemEntries("/proc/self/fd").Length;

        for (int i = 0; i < 1000; i++)
            AskOnce(server);

        await server.EndAsync();
        Assert.InRange(Directory.GetFileSystemEntries("/proc/self/fd").Length, 0, before + 5);
    }

    private static StreamEnding[] Harmless => [StreamEnding.ClientClosed, StreamEnding.Reset];

    private static TcpStreamServer Serve(IPAddress address) => Serve(address, Patient);

    private static TcpStreamServer Serve(IPAddress address, StreamOptions options) =>
        new(new StreamConnection(Answerers.Real(), options, TimeProvider.System), address);

    private static void AskOnce(TcpStreamServer server)
    {
        using Socket client = server.Connect();
        client.Send(Queries.Framed(Queries.Ask(1)));
        Assert.Equal(1, Queries.Id(Receive(client)));
    }

    private static void SendUntilCutOff(Socket client, byte[] octets)
    {
        try
        {
            while (true)
                client.Send(octets);
        }
        catch (SocketException)
        {
            // What the test waits for.
        }
    }

    private static byte[] Receive(Socket client)
    {
        byte[] prefix = ReceiveExactly(client, 2);
        return ReceiveExactly(client, (prefix[0] << 8) | prefix[1]);
    }

    private static byte[] ReceiveExactly(Socket client, int length)
    {
        var octets = new byte[length];
        for (int at = 0; at < length;)
        {
            int received = client.Receive(octets, at, length - at, SocketFlags.None);
            Assert.NotEqual(0, received);
            at += received;
        }

        return octets;
    }
}
