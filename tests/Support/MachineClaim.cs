using System.Net.Sockets;

namespace ValidationZone.Tests.Support;

/// <summary>
/// Something that this machine has once, claimed among all the test processes that run on it; given back when it is
/// disposed of, or when the process ends however it ends.
/// </summary>
/// <remarks>An abstract Unix socket: nothing is left in any folder.</remarks>
public sealed class MachineClaim : IDisposable
{
    private readonly Socket _socket;

    private MachineClaim(Socket socket) => _socket = socket;

    /// <summary>Claims it; <see langword="null"/> while somebody has it.</summary>
    /// <param name="what">Its name.</param>
    public static MachineClaim? TryTake(string what)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint($"\0validationzone-tests-{what}"));
            return new MachineClaim(socket);
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }

    public void Dispose() => _socket.Dispose();
}
