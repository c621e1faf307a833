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

    private static Task SendAsync(NetworkStream stream, string text) =>
        stream.WriteAsync(Encoding.ASCII.GetBytes(text), TestContext.Current.CancellationToken).AsTask();

    private static async Task<string> ReadAsync(NetworkStream stream)
    {
        var buffer = new byte[4096];
        int length = await stream.ReadAsync(buffer, TestContext.Current.CancellationToken);
        return Encoding.ASCII.GetString(buffer, 0, length);
    }
}
