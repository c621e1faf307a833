using System.Net.Sockets;
using System.Text;

namespace ValidationZone.Server.Tests;

public sealed class RequestLogTests
{
    [Fact]
    public async Task Request_that_its_client_gave_up_is_not_logged_as_done()
    {
        await using RunningServer server = await RunningServer.StartAsync();

        await GiveUpAsync(
            server, "POST /register HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 20\r\n\r\n");
        string line = await server.Log.WaitForAsync("POST register");

        Assert.Contains("POST register 499 from 127.0.0.1", line, StringComparison.Ordinal);
    }

    private static async Task GiveUpAsync(RunningServer server, string request)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server.Api, TestContext.Current.CancellationToken);
        await socket.SendAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);

        // The server is asking for the body now. A reset instead of an end says that none will come.
        await socket.ReceiveAsync(new byte[1024], TestContext.Current.CancellationToken);
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
    }
}
