using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ValidationZone.LoadGenerator.Measuring;
using ValidationZone.LoadGenerator.Synthetic;

namespace ValidationZone.LoadGenerator.Tcp;

/// <summary>Asks over one TCP connection, many questions before the first reply (RFC 7766 §6.2.1.1).</summary>
internal sealed class TcpLoad(IPEndPoint server, QuestionCycle cycle, int window, LoadSchedule schedule)
{
    private const int BufferLength = 64 * 1024;
    private const int PrefixLength = 2;
    private const int LongestQuestion = 1024;
    private const int WaitMilliseconds = 1000;

    private readonly byte[] _out = new byte[BufferLength];
    private readonly byte[] _in = new byte[BufferLength];
    private int _outLength;
    private int _inLength;

    /// <summary>Runs until the schedule ends, and then takes what is still to come.</summary>
    internal void Run(Tally tally)
    {
        using var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
            ReceiveTimeout = WaitMilliseconds,
        };
        socket.Connect(server);
        var pending = new PendingQuestions(cycle, window, tally, schedule.Patience);
        AskUntil(socket, pending, schedule.MeasureFrom);
        tally.StartMeasuring();
        AskUntil(socket, pending, schedule.End);
        tally.StopMeasuring();
        while (!pending.IsEmpty)
            Take(socket, pending);
    }

    private void AskUntil(Socket socket, PendingQuestions pending, long end)
    {
        long now = Stopwatch.GetTimestamp();
        while (now < end)
        {
            while (pending.HasRoom && _outLength + LongestQuestion < BufferLength)
                Write(pending.Add(now));

            socket.Send(_out.AsSpan(0, _outLength));
            _outLength = 0;
            Take(socket, pending);
            now = Stopwatch.GetTimestamp();
        }
    }

    private void Write(int question)
    {
        Span<byte> octets = cycle.Question(question);
        BinaryPrimitives.WriteUInt16BigEndian(_out.AsSpan(_outLength), (ushort)octets.Length);
        octets.CopyTo(_out.AsSpan(_outLength + PrefixLength));
        _outLength += PrefixLength + octets.Length;
    }

    /// <summary>Takes what has arrived; the beginning of a reply waits for its rest.</summary>
    private void Take(Socket socket, PendingQuestions pending)
    {
        int received = Receive(socket);
        long now = Stopwatch.GetTimestamp();
        if (received == 0)
            pending.GiveUpAll(now);

        _inLength += received;
        int at = 0;
        while (_inLength - at >= PrefixLength)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(_in.AsSpan(at));
            if (_inLength - at - PrefixLength < length)
                break;

            pending.Complete(_in.AsSpan(at + PrefixLength, length), now);
            at += PrefixLength + length;
        }

        _in.AsSpan(at, _inLength - at).CopyTo(_in);
        _inLength -= at;
    }

    /// <summary>Receives; 0 when nothing comes.</summary>
    private int Receive(Socket socket)
    {
        try
        {
            int received = socket.Receive(_in.AsSpan(_inLength));
            return received > 0
                ? received
                : throw new IOException($"TCP {server}: the server has closed the connection");
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.TimedOut)
        {
            return 0;
        }
    }
}
