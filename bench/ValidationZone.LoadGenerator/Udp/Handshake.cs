using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using ValidationZone.LoadGenerator.Synthetic;

namespace ValidationZone.LoadGenerator.Udp;

/// <summary>Asks before a load: does anybody answer, and with which cookie.</summary>
internal static class Handshake
{
    private const int CookieOption = 10;
    private const int ClientCookieLength = 8;
    private const int WaitMilliseconds = 10;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Asks for the last name until its reply is right.</summary>
    /// <returns>The reply.</returns>
    /// <exception cref="IOException">It does not come to that.</exception>
    internal static byte[] WaitUntilRight(IPEndPoint server, QuestionOptions options, TimeSpan timeout)
    {
        // The last one: a server that loads and answers at the same time has the first ones earlier.
        using QuestionCycle question = QuestionCycle.ForName(options, options.Names - 1);
        using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp)
        {
            ReceiveTimeout = WaitMilliseconds,
        };
        socket.Connect(server);
        long begin = Stopwatch.GetTimestamp();
        Finding? last = null;
        do
        {
            if (TryAsk(socket, question) is not { } reply)
                continue;

            last = ReplyCheck.Check(question, 0, reply);
            if (last == Finding.Right)
                return reply;

            Thread.Sleep(WaitMilliseconds);
        }
        while (Stopwatch.GetElapsedTime(begin) < timeout);

        string found = last is null ? "no reply" : $"no right reply, the last was {last},";
        throw new IOException($"{found} from UDP {server} in {timeout.TotalSeconds} s");
    }

    /// <summary>Makes sure that somebody answers.</summary>
    internal static void Ask(IPEndPoint server, QuestionOptions options) =>
        WaitUntilRight(server, options, Patience);

    /// <summary>Learns the server's cookie.</summary>
    /// <returns>The whole option with both cookies, or with ours alone when the server sends none.</returns>
    internal static byte[] LearnCookie(IPEndPoint server, QuestionOptions options)
    {
        byte[] own = [0, CookieOption, 0, ClientCookieLength, .. RandomNumberGenerator.GetBytes(ClientCookieLength)];
        byte[] reply = WaitUntilRight(server, options with { Cookie = own }, Patience);

        // Our eight octets are random: where they stand in the reply, its option is.
        int at = reply.AsSpan().LastIndexOf(own.AsSpan(4));
        if (at < 4 || reply[at - 3] != CookieOption)
            return own;

        return reply.AsSpan(at - 4, 4 + reply[at - 1]).ToArray();
    }

    /// <summary>Asks once; <see langword="null"/> when there is no reply in time, or nobody listens.</summary>
    private static byte[]? TryAsk(Socket socket, QuestionCycle question)
    {
        var reply = new byte[4096];
        try
        {
            socket.Send(question.Question(0));
            return reply[..socket.Receive(reply)];
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.TimedOut)
        {
            return null;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            // The refusal comes at once; a server that starts should not have to share its processor with us.
            Thread.Sleep(WaitMilliseconds);
            return null;
        }
    }
}
