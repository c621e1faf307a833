using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ValidationZone.Server.Tests;

/// <summary>A question asked over a real socket, read back with code that shares nothing with the server's.</summary>
public sealed record DnsAnswer(int Rcode, int AuthorityCount, IReadOnlyList<string> Texts)
{
    public const int Txt = 16;
    public const int A = 1;

    public static async Task<DnsAnswer> AskUdpAsync(IPEndPoint server, string name, int type = Txt)
    {
        using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(server);
        await socket.SendAsync(Question(name, type));
        var reply = new byte[4096];
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        int length = await socket.ReceiveAsync(reply, patience.Token);
        return Read(reply.AsSpan(0, length));
    }

    public static async Task<DnsAnswer> AskTcpAsync(IPEndPoint server, string name, int type = Txt)
    {
        using var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server);
        await using var stream = new NetworkStream(socket);
        return await AskTcpAsync(stream, name, type);
    }

    public static async Task<DnsAnswer> AskTcpAsync(Stream stream, string name, int type = Txt)
    {
        byte[] question = Question(name, type);
        await stream.WriteAsync((byte[])[(byte)(question.Length >> 8), (byte)question.Length, .. question]);
        var length = new byte[2];
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await stream.ReadExactlyAsync(length, patience.Token);
        var reply = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
        await stream.ReadExactlyAsync(reply, patience.Token);
        return Read(reply);
    }

    private static byte[] Question(string name, int type)
    {
        var message = new List<byte> { 0x12, 0x34, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0 };
        foreach (string label in name.TrimEnd('.').Split('.'))
        {
            message.Add((byte)label.Length);
            message.AddRange(Encoding.ASCII.GetBytes(label));
        }

        message.AddRange([0, 0, (byte)type, 0, 1]);
        return [.. message];
    }

    private static DnsAnswer Read(ReadOnlySpan<byte> message)
    {
        int answers = BinaryPrimitives.ReadUInt16BigEndian(message[6..]);
        int authorities = BinaryPrimitives.ReadUInt16BigEndian(message[8..]);
        int at = SkipName(message, 12) + 4;
        var texts = new List<string>();
        for (int i = 0; i < answers; i++)
        {
            at = SkipName(message, at);
            int type = BinaryPrimitives.ReadUInt16BigEndian(message[at..]);
            int length = BinaryPrimitives.ReadUInt16BigEndian(message[(at + 8)..]);
            if (type == Txt)
                texts.Add(Encoding.ASCII.GetString(message.Slice(at + 11, message[at + 10])));

            at += 10 + length;
        }

        return new DnsAnswer(message[3] & 0x0F, authorities, texts);
    }

    private static int SkipName(ReadOnlySpan<byte> message, int at)
    {
        while (message[at] is not 0 and < 0xC0)
            at += 1 + message[at];

        return at + (message[at] == 0 ? 1 : 2);
    }
}
