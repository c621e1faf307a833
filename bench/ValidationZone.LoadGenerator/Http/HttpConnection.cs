using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;

namespace ValidationZone.LoadGenerator.Http;

/// <summary>One keep-alive connection: a request, its reply, the next request; for one thread.</summary>
/// <remarks>A full HTTP client would use more of the processor than the server that is measured.</remarks>
internal sealed class HttpConnection : IDisposable
{
    private const int BufferLength = 8192;
    private const int PatienceMilliseconds = 30_000;

    // "HTTP/1.1 " stands in front of the status.
    private const int StatusAt = 9;

    private readonly Socket _socket;
    private readonly byte[] _reply = new byte[BufferLength];

    /// <summary>Connects.</summary>
    internal HttpConnection(IPEndPoint server)
    {
        _socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
            ReceiveTimeout = PatienceMilliseconds,
        };
        _socket.Connect(server);
    }

    /// <summary>The body of the last reply.</summary>
    internal ReadOnlySpan<byte> Body => _reply.AsSpan(BodyStart, BodyLength);

    private int BodyStart { get; set; }

    private int BodyLength { get; set; }

    /// <summary>Sends a request and receives its reply.</summary>
    /// <returns>The status.</returns>
    /// <exception cref="IOException">The connection was closed, or the reply is not one that this reads.</exception>
    internal int Exchange(ReadOnlySpan<byte> request)
    {
        _socket.Send(request);
        int length = 0;
        while (!IsWhole(length))
        {
            int received = _socket.Receive(_reply.AsSpan(length));
            length += received;
            if (received == 0)
                throw new IOException($"HTTP {_socket.RemoteEndPoint}: the server has closed the connection");
        }

        return Utf8Parser.TryParse(_reply.AsSpan(StatusAt, 3), out int status, out _) ? status : 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    /// <summary>Whether all of a reply is there: the header says how long the body is.</summary>
    private bool IsWhole(int length)
    {
        ReadOnlySpan<byte> reply = _reply.AsSpan(0, length);
        int end = reply.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return length < BufferLength ? false : throw new IOException("a reply of HTTP is longer than 8 KiB");

        ReadOnlySpan<byte> name = "Content-Length: "u8;
        int at = reply[..end].IndexOf(name);
        if (at < 0 || !Utf8Parser.TryParse(reply[(at + name.Length)..], out int bodyLength, out _))
            throw new IOException("a reply of HTTP does not tell its length");

        BodyStart = end + 4;
        BodyLength = bodyLength;
        return length >= BodyStart + bodyLength;
    }
}
