using System.Net;
using System.Net.Sockets;

namespace ValidationZone.Tests.Support;

/// <summary>Hands out ports of 127.0.0.1 that are free for both UDP and TCP, each one once.</summary>
/// <remarks>
/// A server that is ended and started again needs its port twice, and meanwhile nobody else may take it. So the ports
/// are below those that the kernel gives to outgoing connections and to port 0, and each one is claimed for as long as
/// this process lives, so that the test processes beside this one take others.
/// </remarks>
public static class FreePort
{
    private const int Lowest = 10_000;
    private const int Highest = 30_000;

    private static readonly List<MachineClaim> Claims = [];

    public static int Next()
    {
        for (int attempt = 0; attempt < 1_000; attempt++)
        {
            int port = Random.Shared.Next(Lowest, Highest);
            if (TryClaim(port) && IsFree(port))
            {
                return port;
            }
        }

        throw new InvalidOperationException("no port is free for both UDP and TCP");
    }

    private static bool TryClaim(int port)
    {
        if (MachineClaim.TryTake($"port-{port}") is not { } claim)
        {
            return false;
        }

        lock (Claims)
        {
            Claims.Add(claim);
        }

        return true;
    }

    private static bool IsFree(int port)
    {
        using var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        using var tcp = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        var endpoint = new IPEndPoint(IPAddress.Loopback, port);

        return TryBind(udp, endpoint) && TryBind(tcp, endpoint);
    }

    private static bool TryBind(Socket socket, EndPoint endpoint)
    {
        try
        {
            socket.Bind(endpoint);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
