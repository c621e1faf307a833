using System.Net;
using System.Net.Sockets;

namespace ValidationZone.Tests.Support;

/// <summary>Finds a port on 127.0.0.1 that is free for both UDP and TCP at this moment.</summary>
public static class FreePort
{
    public static int Next()
    {
        for (int attempt = 0; attempt < 100; attempt++)
        {
            using var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            udp.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            int port = ((IPEndPoint)udp.LocalEndPoint!).Port;

            using var tcp = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                tcp.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Taken for TCP only: try the next one.
            }
        }

        throw new InvalidOperationException("no port is free for both UDP and TCP");
    }
}
