using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace ValidationZone.LoadGenerator.Http;

/// <summary>One keep-alive connection: a request, its reply, the next request; for one thread.</summary>
/// <remarks>A full HTTP client would use more of the processor than the server that is measured.</remarks>
internal sealed class HttpConnection : IDisposable
{
    private const int BufferLength = 8192;

    // "HTTP/1.1 " stands in front of the status.
    private const int StatusAt = 9;

    private readonly Socket _socket;
    private readonly byte[] _reply = new byte[BufferLength];
    private int _length;
    private long _sent;

    /// <summary>Connects.</summary>
    internal HttpConnection(IPEndPoint server)
    {
        _socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        _socket.Connect(server);
        _socket.Blocking = false;
    }

    /// <summary>What to wait for the reply with.</summary>
    internal int Descriptor => (int)_socket.Handle;

    /// <summary>The request that is on its way.</summary>
    internal long Number { get; private set; }

    /// <summary>When it was due, in ticks of the stopwatch.</summary>
    internal long Due { get; private set; }

    /// <summary>How long ago it was sent.</summary>
    internal TimeSpan Waited => Stopwatch.GetElapsedTime(_sent);

    /// <summary>The status of the last reply.</summary>
    internal int Status =>
        Utf8Parser.TryParse(_reply.AsSpan(StatusAt, 3), out int status, out _) ? status : 0;

    /// <summary>The body of the last reply.</summary>
    internal ReadOnlySpan<byte> Body => _reply.AsSpan(BodyStart, BodyLength);

    private int BodyStart { get; set; }

    private int BodyLength { get; set; }

    /// <summary>Sends a request.</summary>
    /// <exception cref="IOException">The connection is not there any more.</exception>
    internal void Send(long number, long due, ReadOnlySpan<byte> request)
    {
        (Number, Due, _length, _sent) = (number, due, 0, Stopwatch.GetTimestamp());

        // A few hundred octets always have room where nothing else is on its way.
        int sent = _socket.Send(request, SocketFlags.None, out SocketError error);
        if (sent < request.Length)
            throw new IOException($"HTTP {_socket.RemoteEndPoint}: the request was not taken ({error})");
    }

    /// <summary>Receives what there is of the reply.</summary>
    /// <returns>Whether that was all of it.</returns>
    /// <exception cref="IOException">The connection was closed, or the reply is not one that this reads.</exception>
    internal bool Receive()
    {
        int received = _socket.Receive(_reply.AsSpan(_length), SocketFlags.None, out SocketError error);
        if (error == SocketError.WouldBlock)
            return false;

        _length += received;
        if (received == 0)
            throw new IOException($"HTTP {_socket.RemoteEndPoint}: the server has closed the connection ({error})");

        return IsWhole();
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    /// <summary>Whether all of a reply is there: the header says how long the body is.</summary>
    private bool IsWhole()
    {
        ReadOnlySpan<byte> reply = _reply.AsSpan(0, _length);
        int end = reply.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return _length < BufferLength ? false : throw new IOException("a reply of HTTP is longer than 8 KiB");

        ReadOnlySpan<byte> name = "Content-Length: "u8;
        int at = reply[..end].IndexOf(name);
        if (at < 0 || !Utf8Parser.TryParse(reply[(at + name.Length)..], out int bodyLength, out _))
            throw new IOException("a reply of HTTP does not tell its length");

        BodyStart = end + 4;
        BodyLength = bodyLength;
        return _length >= BodyStart + bodyLength;
    }
}
