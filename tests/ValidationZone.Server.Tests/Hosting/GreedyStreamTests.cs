using System.Net.Sockets;
using ValidationZone.Tests.Support;

namespace ValidationZone.Server.Tests;

public sealed class GreedyStreamTests
{
    private static readonly byte[] Question = [0, 17, 1, 2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 6, 0, 1];

    [Fact]
    public async Task Client_that_asks_and_never_reads_is_cut_off_and_makes_room_for_others()
    {
        var clock = new FakeClock();
        await using RunningServer server = await RunningServer.StartAtAsync(clock, ("Dns:Tcp:MaxConnections", "1"));
        using var greedy = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        greedy.ReceiveBufferSize = 4096;
        await greedy.ConnectAsync(server.Tcp, TestContext.Current.CancellationToken);

        Task<SocketError> flood = FloodAsync(greedy);
        await clock.AdvanceUntilAsync(flood);
        DnsAnswer answer = await AskUntilLetInAsync(server);

        // A reset that came while nothing was being sent is told as a closed pipe by the next send.
        Assert.True(await flood is SocketError.ConnectionReset or SocketError.Shutdown, $"{await flood}");
        Assert.Equal(0, answer.Rcode);
    }

    private static async Task<SocketError> FloodAsync(Socket socket)
    {
        byte[] many = [.. Enumerable.Repeat(Question, 2000).SelectMany(question => question)];
        try
        {
            while (true)
                await socket.SendAsync(many);
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode;
        }
    }

    private static async Task<DnsAnswer> AskUntilLetInAsync(RunningServer server)
    {
        DnsAnswer? answer = null;
        await Eventually.HoldsAsync(async () =>
        {
            try
            {
                answer = await DnsAnswer.AskTcpAsync(server.Tcp, "auth.example.org");
            }
            catch (IOException)
            {
                // Refused over the limit: the other connection is not gone yet.
            }

            return answer is not null;
        });
        return answer!;
    }
}
