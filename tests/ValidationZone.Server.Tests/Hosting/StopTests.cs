using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ValidationZone.Server.Tests;

public sealed class StopTests
{
    [Fact]
    public async Task Request_under_way_is_brought_to_its_end()
    {
        // The server waits three seconds. A body that comes later, on a machine that stands still, says nothing.
        TimeSpan bound = TimeSpan.FromSeconds(2);
        (string goOn, string reply, int exitCode, TimeSpan late) = await StopWithinRequestAsync();
        for (int i = 0; i < 4 && late > bound; i++)
            (goOn, reply, exitCode, late) = await StopWithinRequestAsync();

        Assert.StartsWith("HTTP/1.1 100 ", goOn, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 201 ", reply, StringComparison.Ordinal);
        Assert.Equal(0, exitCode);
    }

    [Fact]
    public async Task Idle_and_slow_connections_do_not_hold_up_the_stop()
    {
        TimeSpan bound = TimeSpan.FromSeconds(6);

        TimeSpan least = await LeastTime.OfAsync(bound, MeasureStopAsync);

        Assert.InRange(least, TimeSpan.Zero, bound);
    }

    [Fact]
    public async Task Value_accepted_while_stopping_is_served_until_the_last_request_has_its_reply()
    {
        await using RunningServer server = await RunningServer.StartPatientAsync();
        TestAccount account = await server.RegisterAsync();
        string digest = Digests.Next();
        await using NetworkStream first = await BeginUpdateAsync(server, account);
        await using NetworkStream last = await BeginUpdateAsync(server, account);

        Task stopping = server.Host.StopAsync();
        await SendAsync(first, account.UpdateBody(digest));
        string accepted = await ReadAsync(first);
        DnsAnswer[] answers =
        [
            await server.AskAsync(account.Fulldomain), await DnsAnswer.AskTcpAsync(server.Tcp, account.Fulldomain),
        ];
        await SendAsync(last, account.UpdateBody(Digests.Next()));
        string lastAccepted = await ReadAsync(last);
        await stopping;

        Assert.StartsWith("HTTP/1.1 200 ", accepted, StringComparison.Ordinal);
        Assert.All(answers, answer => Assert.Equal([digest], answer.Texts));
        Assert.StartsWith("HTTP/1.1 200 ", lastAccepted, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_that_comes_while_stopping_is_refused()
    {
        await using RunningServer server = await RunningServer.StartPatientAsync();
        TestAccount account = await server.RegisterAsync();
        await using NetworkStream under = await BeginUpdateAsync(server, account);

        Task stopping = server.Host.StopAsync();
        HttpReply refused = await server.PostAsync("/register");
        await SendAsync(under, account.UpdateBody(Digests.Next()));
        await stopping;

        Assert.Equal("""503 {"error": "stopping"}""", refused.ToString());
        Assert.Equal("5", refused.Headers["Retry-After"]);
    }

    /// <summary>Stops a server between the two halves of a request, of which the second may come too late.</summary>
    private static async Task<(string GoOn, string Reply, int ExitCode, TimeSpan Late)> StopWithinRequestAsync()
    {
        using var folder = new TempFolder();
        await using ServerProgram program = await ServerProgram.ServeAsync(folder);
        await using NetworkStream stream = await ConnectAsync(
            program.ApiPort, "POST /register HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
        string goOn = await ReadAsync(stream);

        long asked = TimeProvider.System.GetTimestamp();
        Task<ProgramResult> stopping = program.StopAsync();
        await program.WaitForOutputAsync("stopping");
        string reply = "";
        try
        {
            await SendAsync(stream, "{}");
            reply = await ReadAsync(stream);
        }
        catch (IOException)
        {
            // Cut off.
        }

        TimeSpan late = TimeProvider.System.GetElapsedTime(asked);
        return (goOn, reply, (await stopping).ExitCode, late);
    }

    private static async Task<TimeSpan> MeasureStopAsync()
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

        TimeSpan taken = TimeProvider.System.GetElapsedTime(started);
        Assert.Equal(0, result.ExitCode);
        return taken;
    }

    /// <summary>Begins an update, up to the server's word that it wants the body.</summary>
    private static async Task<NetworkStream> BeginUpdateAsync(RunningServer server, TestAccount account)
    {
        NetworkStream stream = await ConnectAsync(
            server.Api.Port,
            "POST /update HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
            + $"X-Api-User: {account.Username}\r\nX-Api-Key: {account.Password}\r\n"
            + $"Content-Length: {account.UpdateBody(Digests.Next()).Length}\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 100 ", await ReadAsync(stream), StringComparison.Ordinal);
        return stream;
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
