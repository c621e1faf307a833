using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace ValidationZone.EndToEnd.Tests.Load;

/// <summary>An ordinary client: asks a question and looks whether the answer comes in time.</summary>
internal sealed class Probes(IPEndPoint server, byte[] question)
{
    private static readonly TimeSpan UdpPatience = TimeSpan.FromSeconds(2);

    /// <summary>Asks over UDP, one question after the other, until told to stop.</summary>
    /// <returns>How many were asked and how many got no answer.</returns>
    public (int Asked, int Lost) AskOverUdp(CancellationToken stop)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.ReceiveTimeout = (int)UdpPatience.TotalMilliseconds;
        socket.Connect(server);
        (int asked, int lost) = (0, 0);
        byte[] message = [.. question];
        var reply = new byte[4096];
        while (!stop.IsCancellationRequested)
        {
            asked++;
            (message[0], message[1]) = ((byte)(asked >> 8), (byte)asked);
            socket.Send(message);
            if (!TryReceive(socket, reply, message))
                lost++;
        }

        return (asked, lost);
    }

    /// <summary>Asks over TCP, each question on a connection of its own.</summary>
    /// <returns>How many were answered within the time, connecting included.</returns>
    public async Task<int> AskOverTcpAsync(int count, TimeSpan patience)
    {
        int answered = 0;
        for (int i = 0; i < count; i++)
        {
            if (await IsAnsweredAsync(i, patience))
                answered++;
        }

        return answered;
    }

    private static bool TryReceive(Socket socket, byte[] reply, byte[] message)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            // A reply that comes after its time is a loss, and must not be taken for the next one's.
            while (Stopwatch.GetElapsedTime(start) < UdpPatience)
            {
                socket.Receive(reply);
                if (reply[0] == message[0] && reply[1] == message[1])
                    return true;
            }

            return false;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task<bool> IsAnsweredAsync(int number, TimeSpan patience)
    {
        using var time = new CancellationTokenSource(patience);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Bind(new IPEndPoint(new IPAddress([127, 8, (byte)(number >> 8), (byte)number]), 0));
            await socket.ConnectAsync(server, time.Token);
            await socket.SendAsync((byte[])[0, (byte)question.Length, .. question], time.Token);
            return await socket.ReceiveAsync(new byte[2], time.Token) > 0;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            return false;
        }
    }
}
