using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace ValidationZone.EndToEnd.Tests.Harness;

/// <summary>Asks one DNS server for TXT records over UDP, sharing no code with the server.</summary>
internal sealed class TxtClient : IDisposable
{
    private const int Attempts = 30;
    private const ushort TypeTxt = 16;
    private const ushort EdnsSize = 4096;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly byte[] _buffer = new byte[65536];

    public TxtClient(int port)
    {
        _socket.ReceiveTimeout = 1000;
        _socket.Connect(IPAddress.Loopback, port);
    }

    /// <summary>Asks, and asks again when no reply comes; null when the server stays silent or is not there.</summary>
    public TxtReply? TryAsk(string name)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            try
            {
                byte[] query = Query(name);
                _socket.Send(query);
                int length = _socket.Receive(_buffer);
                while (_buffer[0] != query[0] || _buffer[1] != query[1])
                    length = _socket.Receive(_buffer);
                return Read(_buffer.AsSpan(0, length));
            }
            catch (SocketException)
            {
                // Not answered in time, or nobody listens yet.
            }
        }

        return null;
    }

    public TxtReply Ask(string name) =>
        TryAsk(name) ?? throw new TimeoutException($"no reply to a TXT question for {name}");

    public void Dispose() => _socket.Dispose();

    private static byte[] Query(string name)
    {
        var message = new MemoryStream();
        message.Write(RandomNumberGenerator.GetBytes(2));
        message.Write([1, 0, 0, 1, 0, 0, 0, 0, 0, 1]);
        foreach (string label in name.TrimEnd('.').Split('.'))
        {
            message.WriteByte((byte)label.Length);
            message.Write(Encoding.ASCII.GetBytes(label));
        }

        message.Write([0, 0, (byte)TypeTxt, 0, 1]);
        message.Write([0, 0, 41, EdnsSize >> 8, EdnsSize & 255, 0, 0, 0, 0, 0, 0]);
        return message.ToArray();
    }

    private static TxtReply Read(ReadOnlySpan<byte> message)
    {
        Assert.False((message[2] & 2) != 0, "the reply was truncated");
        int answers = BinaryPrimitives.ReadUInt16BigEndian(message[6..]);
        int position = AfterName(message, 12) + 4;
        var values = new List<string>();
        for (int i = 0; i < answers; i++)
        {
            position = AfterName(message, position);
            int length = BinaryPrimitives.ReadUInt16BigEndian(message[(position + 8)..]);
            if (BinaryPrimitives.ReadUInt16BigEndian(message[position..]) == TypeTxt)
                values.Add(Encoding.ASCII.GetString(message.Slice(position + 11, message[position + 10])));
            position += 10 + length;
        }

        return new TxtReply(message[3] & 15, values);
    }

    private static int AfterName(ReadOnlySpan<byte> message, int position)
    {
        while (message[position] is > 0 and < 0xC0)
            position += message[position] + 1;
        return position + (message[position] == 0 ? 1 : 2);
    }
}
