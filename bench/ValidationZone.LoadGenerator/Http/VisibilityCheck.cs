using System.Net;
using System.Net.Sockets;
using System.Text;
using ValidationZone.LoadGenerator.Synthetic;

namespace ValidationZone.LoadGenerator.Http;

/// <summary>Asks in DNS for a name, and looks for a value in the reply; for one thread.</summary>
internal sealed class VisibilityCheck : IDisposable
{
    private const int PatienceMilliseconds = 30_000;

    private readonly QuestionOptions _questions;
    private readonly Socket _socket;
    private readonly byte[] _buffer = new byte[4096];

    /// <summary>Opens a socket.</summary>
    internal VisibilityCheck(IPEndPoint server, QuestionOptions questions)
    {
        _questions = questions with { MissingPercent = 0, EdnsSize = 1232 };
        _socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp)
        {
            ReceiveTimeout = PatienceMilliseconds,
        };
        _socket.Connect(server);
    }

    /// <summary>Whether the name has the value.</summary>
    internal bool IsServed(long index, string value)
    {
        using QuestionCycle one = QuestionCycle.ForName(_questions, index);
        try
        {
            _socket.Send(one.Question(0));
            int length = _socket.Receive(_buffer);
            return _buffer.AsSpan(0, length).IndexOf(Encoding.ASCII.GetBytes(value)) > 0;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.TimedOut)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();
}
