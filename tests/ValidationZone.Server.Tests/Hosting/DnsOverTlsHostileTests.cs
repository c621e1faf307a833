using System.Net;
using System.Net.Sockets;
using System.Text;
using ValidationZone.Tests.Support;

namespace ValidationZone.Server.Tests;

/// <summary>What comes to the wrong port, comes slowly, or never reads.</summary>
public sealed class DnsOverTlsHostileTests
{
    private static readonly byte[] Question = APacket.Asking(AZone.Apex, "NS").WithEdns().ToOctets();

    public static TheoryData<string, byte[]> NotTls => new()
    {
        { "a DNS message", TlsClient.Framed(Question) },
        { "an HTTP request", Encoding.ASCII.GetBytes("GET /dns-query HTTP/1.1\r\nHost: x\r\n\r\n") },
        { "zeros", new byte[4096] },
        { "a record of another protocol", [0x17, 3, 3, 0, 5, 1, 2, 3, 4, 5] },
        { "a handshake of no known kind", [0x16, 3, 1, 0, 5, 77, 0, 0, 1, 0] },
        { "a record that is too long", [0x16, 3, 1, 0xFF, 0xFF, 1, .. new byte[100]] },
        { "an old handshake", [0x80, 0x2E, 1, 3, 1, .. new byte[43]] },
    };

    [Theory]
    [Trait("Row", "T18")]
    [Trait("Over", "DOT4")]
    [MemberData(nameof(NotTls))]
    public async Task What_is_not_TLS_is_closed_without_a_word_in_the_log(string what, byte[] octets)
    {
        TlsServer server = await TlsServer.StartAsync(TimeProvider.System);
        int before = server.Running.Log.Lines.Count;

        await SendAndWaitForEndAsync(server.EndPoint, octets);
        DnsAnswer answer = await AskAsync(server);
        string[] logged = [.. server.Running.Log.Lines.Skip(before)];
        await server.DisposeAsync();

        Assert.Equal(0, answer.Rcode);
        Assert.True(logged.Length == 0, $"{what}: {string.Join('\n', logged)}");
        AssertNoFault(server);
    }

    [Fact]
    [Trait("Row", "T18")]
    [Trait("Over", "TCP4")]
    public async Task TLS_on_the_port_of_TCP_is_closed_without_a_word_in_the_log()
    {
        var clock = new FakeClock();
        TlsServer server = await TlsServer.StartAsync(clock);

        await clock.AdvanceUntilAsync(SendAndWaitForEndAsync(server.Running.Tcp, ClientHello.Tls12));
        DnsAnswer answer = await AskAsync(server);
        await server.DisposeAsync();

        Assert.Equal(0, answer.Rcode);
        AssertNoFault(server);
    }

    [Fact]
    [Trait("Row", "T18")]
    [Trait("Over", "DOT4")]
    public async Task Handshake_that_does_not_get_on_is_cut_off()
    {
        TlsServer server = await TlsServer.StartAsync(TimeProvider.System);

        Task nothing = SendAndWaitForEndAsync(server.EndPoint, []);
        Task half = SendAndWaitForEndAsync(server.EndPoint, ClientHello.Tls12[..20]);
        Task unfinished = SendAndWaitForEndAsync(server.EndPoint, ClientHello.Tls12);
        await Task.WhenAll(nothing, half, unfinished);
        await server.DisposeAsync();

        AssertNoFault(server);
    }

    [Fact]
    [Trait("Row", "T11")]
    public async Task Handshake_that_does_not_get_on_makes_room_for_a_client_that_does()
    {
        var clock = new FakeClock();
        await using TlsServer server = await TlsServer.StartAsync(clock, ("Dns:Tcp:MaxConnections", "1"));
        using var half = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await half.ConnectAsync(server.EndPoint, TestContext.Current.CancellationToken);
        half.Send(ClientHello.Tls12);
        Assert.Equal(1, half.Receive(new byte[1]));

        DnsAnswer answer = await AskAsync(server);
        await WaitForEndAsync(half);

        Assert.Equal(0, answer.Rcode);
        // It would have ended by itself as well, only later and not for this reason.
        await clock.AdvanceUntilAsync(server.Running.Log.WaitForAsync("1 ended to make room"));
        Assert.DoesNotContain(server.Running.Log.Lines, line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Row", "T06")]
    public async Task Idle_client_is_closed()
    {
        var clock = new FakeClock();
        await using TlsServer server = await TlsServer.StartAsync(clock);
        await using TlsClient client = await TlsClient.ConnectAsync(server.EndPoint);
        await client.AskAsync(AZone.Apex);

        Task<byte[]?> end = client.ReceiveAsync();
        await clock.AdvanceUntilAsync(end);

        Assert.Null(await end);
    }

    [Fact]
    [Trait("Row", "T10")]
    public async Task Client_that_asks_and_never_reads_is_cut_off()
    {
        var clock = new FakeClock();
        TlsServer server = await TlsServer.StartAsync(clock);
        await using TlsClient greedy =
            await TlsClient.ConnectAsync(server.EndPoint, prepare: socket => socket.ReceiveBufferSize = 4096);

        Task flood = FloodAsync(greedy);
        await clock.AdvanceUntilAsync(flood);
        DnsAnswer answer = await AskAsync(server);
        await server.DisposeAsync();

        await Assert.ThrowsAsync<IOException>(() => flood);
        Assert.Equal(0, answer.Rcode);
        AssertNoFault(server);
    }

    /// <summary>After the stop, when everything that a connection leaves behind has been logged.</summary>
    private static void AssertNoFault(TlsServer server) =>
        Assert.DoesNotContain(
            server.Running.Log.Lines,
            line => line.StartsWith("Warning", StringComparison.Ordinal)
                || line.StartsWith("Error", StringComparison.Ordinal)
                || line.StartsWith("Critical", StringComparison.Ordinal));

    private static async Task<DnsAnswer> AskAsync(TlsServer server)
    {
        await using TlsClient client = await TlsClient.ConnectAsync(server.EndPoint);
        return await client.AskAsync(AZone.Apex);
    }

    private static async Task SendAndWaitForEndAsync(IPEndPoint server, byte[] octets)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server, patience.Token);
        await socket.SendAsync(octets, patience.Token);
        await WaitForEndAsync(socket);
    }

    private static async Task WaitForEndAsync(Socket socket)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var buffer = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(buffer, patience.Token) > 0)
            {
                // An alert, or the first half of a handshake.
            }
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            // Closed before it had read everything.
        }
    }

    private static async Task FloodAsync(TlsClient client)
    {
        byte[][] many = [.. Enumerable.Repeat(Question, 500)];
        while (true)
            await client.SendAsync(many);
    }
}
