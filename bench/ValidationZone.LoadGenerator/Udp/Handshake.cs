using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using ValidationZone.LoadGenerator.Synthetic;

namespace ValidationZone.LoadGenerator.Udp;

/// <summary>Asks once before a load: does anybody answer, and with which cookie.</summary>
internal static class Handshake
{
    private const int CookieOption = 10;
    private const int ClientCookieLength = 8;
    private const int Attempts = 20;
    private const int WaitMilliseconds = 250;

    /// <summary>Asks until there is a reply.</summary>
    /// <returns>The reply.</returns>
    /// <exception cref="IOException">Nobody answers.</exception>
    internal static byte[] Ask(IPEndPoint server, QuestionOptions options)
    {
        using var cycle = new QuestionCycle(options, 1);
        using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp)
        {
            ReceiveTimeout = WaitMilliseconds,
        };
        socket.Connect(server);
        var reply = new byte[4096];
        for (int i = 0; i < Attempts; i++)
        {
            try
            {
                socket.Send(cycle.Question(0));
                return reply[..socket.Receive(reply)];
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.TimedOut)
            {
                // Perhaps it is still starting.
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
            {
                Thread.Sleep(WaitMilliseconds);
            }
        }

        throw new IOException($"no reply from UDP {server} in {Attempts * WaitMilliseconds / 1000} s");
    }

    /// <summary>Learns the server's cookie.</summary>
    /// <returns>The whole option with both cookies, or with ours alone when the server sends none.</returns>
    internal static byte[] LearnCookie(IPEndPoint server, QuestionOptions options)
    {
        byte[] own = [0, CookieOption, 0, ClientCookieLength, .. RandomNumberGenerator.GetBytes(ClientCookieLength)];
        byte[] reply = Ask(server, options with { Cookie = own });

        // Our eight octets are random: where they stand in the reply, its option is.
        int at = reply.AsSpan().LastIndexOf(own.AsSpan(4));
        if (at < 4 || reply[at - 3] != CookieOption)
            return own;

        return reply.AsSpan(at - 4, 4 + reply[at - 1]).ToArray();
    }
}
