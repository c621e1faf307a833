using System.Net.Sockets;

namespace ValidationZone.Server.Tests;

public sealed class DnsOverTcpTests
{
    [Fact]
    public async Task Published_value_is_served_over_TCP()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        TestAccount account = await server.RegisterAsync();
        string digest = Digests.Next();
        await server.UpdateAsync(account, digest);

        DnsAnswer answer = await DnsAnswer.AskTcpAsync(server.Tcp, account.Fulldomain);

        Assert.Equal([digest], answer.Texts);
    }

    [Fact]
    [Trait("Row", "T08")]
    public async Task Message_of_the_greatest_length_arrives_although_buffers_are_smaller()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server.Tcp, TestContext.Current.CancellationToken);
        await using var stream = new NetworkStream(socket);
        byte[] opcode15 = [0, 7, 0x78, 0, 0, 0, 0, 0, 0, 0, 0, 0];

        byte[] longest = [0xFF, 0xFF, .. opcode15, .. new byte[ushort.MaxValue - opcode15.Length]];
        await stream.WriteAsync(longest, TestContext.Current.CancellationToken);
        var reply = new byte[14];
        await stream.ReadExactlyAsync(reply, TestContext.Current.CancellationToken);

        Assert.Equal([0, 12, 0, 7, 0xF8, 4, 0, 0, 0, 0, 0, 0, 0, 0], reply);
        Assert.Equal(0, (await DnsAnswer.AskTcpAsync(stream, "auth.example.org")).Rcode);
    }

    [Fact]
    public async Task Open_stream_does_not_hold_up_the_stop()
    {
        TimeSpan bound = TimeSpan.FromSeconds(2.5);

        TimeSpan least = await LeastTime.OfAsync(bound, MeasureStopAsync);

        Assert.InRange(least, TimeSpan.Zero, bound);
    }

    private static async Task<TimeSpan> MeasureStopAsync()
    {
        RunningServer server = await RunningServer.StartAsync();
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server.Tcp, TestContext.Current.CancellationToken);
        await using var stream = new NetworkStream(socket);
        await DnsAnswer.AskTcpAsync(stream, "auth.example.org");
        long started = TimeProvider.System.GetTimestamp();

        await server.DisposeAsync();

        TimeSpan taken = TimeProvider.System.GetElapsedTime(started);
        Assert.Equal(0, await stream.ReadAsync(new byte[1], TestContext.Current.CancellationToken));
        return taken;
    }
}
