using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ValidationZone.Server.Tests;

public sealed class StopTests
{
    [Fact]
    public async Task Request_under_way_is_brought_to_its_end()
    {
        using var folder = new TempFolder();
        await using ServerProgram program = await ServerProgram.ServeAsync(folder);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, program.ApiPort, TestContext.Current.CancellationToken);
        await using var stream = new NetworkStream(socket);
        await SendAsync(
            stream, "POST /register HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
        string goOn = await ReadAsync(stream);

        Task<ProgramResult> stopping = program.StopAsync();
        await program.WaitForOutputAsync("stopping");
        await SendAsync(stream, "{}");
        string reply = await ReadAsync(stream);

        Assert.StartsWith("HTTP/1.1 100 ", goOn, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 201 ", reply, StringComparison.Ordinal);
        Assert.Equal(0, (await stopping).ExitCode);
    }

    [Fact]
    public async Task Idle_and_slow_connections_do_not_hold_up_the_stop()
    {
        using var folder = new TempFolder();
        await using ServerProgram program = await ServerProgram.ServeAsync(folder);
        using var idleHttp = await ConnectAsync(program.ApiPort, "GET /health HTTP/1.1\r\nHost: x\r\n\r\n");
        using var slowHttp = await ConnectAsync(program.ApiPort, "POST /register HTTP/1.1\r\nHo");
        using var idleDns = await ConnectAsync(program.DnsPort, "");
        using var slowDns = await ConnectAsync(program.DnsPort, "\0\u0020half a message");
        await ReadAsync(idleHttp);
        long started = TimeProvider.System.GetTimestamp();

        ProgramResult result = await program.StopAsync();

        Assert.Equal(0, result.ExitCode);
        Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(6));
    }

    private static async Task<NetworkStream> ConnectAsync(int port, string first)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        var stream = new NetworkStream(socket, ownsSocket: true);
        await SendAsync(stream, first);
        return stream;
    }

    private static Task SendAsync(NetworkStream stream, string text) =>
        stream.WriteAsync(Encoding.ASCII.GetBytes(text), TestContext.Current.CancellationToken).AsTask();

    private static async Task<string> ReadAsync(NetworkStream stream)
    {
        var buffer = new byte[4096];
        int length = await stream.ReadAsync(buffer, TestContext.Current.CancellationToken);
        return Encoding.ASCII.GetString(buffer, 0, length);
    }
}
