using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using ValidationZone.Authority.Answering;

namespace ValidationZone.Transport.Tests;

/// <summary>Datagrams whose source or cause is not what they say; sent with raw sockets, which need root.</summary>
public abstract class ForgedDatagramTests : IDisposable
{
    private const int ReplyLength = 1_200;
    private const int IPv6Level = 41;
    private const int IPv6Checksum = 7;
    private const int ChecksumOffset = 6;

    private readonly UdpListeners _first;
    private readonly UdpListeners _second;

    private readonly UdpEngine _engine;

    protected ForgedDatagramTests(UdpEngine engine)
    {
        _engine = engine;
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "raw sockets need root");
        _first = Listen(new FaultBarrier(Answerers.Real()));
        _second = Listen(new FaultBarrier(Answerers.Real()));
    }

    public static TheoryData<string, byte[]> Questions()
    {
        byte[] twoQuestions = Queries.Ask(1);
        twoQuestions[5] = 2;
        byte[] unknownOpcode = Queries.Ask(1);
        unknownOpcode[2] = 0x78;
        return new TheoryData<string, byte[]>
        {
            { "question", Queries.Ask(1) }, { "malformed", twoQuestions }, { "unknown opcode", unknownOpcode },
        };
    }

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [Trait("Row", "H18")]
    [Trait("Row", "R11")]
    [Trait("Over", "UDP4 UDP6")]
    [InlineData("127.0.0.1", 0, false)]
    [InlineData("127.0.0.1", 7, false)]
    [InlineData("127.0.0.1", 13, false)]
    [InlineData("127.0.0.1", 17, false)]
    [InlineData("127.0.0.1", 19, false)]
    [InlineData("127.0.0.1", 37, false)]
    [InlineData("127.0.0.1", 53, true)]
    [InlineData("127.0.0.1", 5353, true)]
    [InlineData("::1", 0, false)]
    [InlineData("::1", 19, false)]
    [InlineData("::1", 5353, true)]
    public void Datagram_from_a_port_that_nobody_asks_from_is_not_even_a_request(
        string address, ushort sourcePort, bool isRequest)
    {
        using UdpListeners server = Listen(new FaultBarrier(Answerers.Real()), address);

        SendRaw(Queries.Ask(1), sourcePort, EndPointOf(server));
        Ask(server);

        Assert.Equal(isRequest ? 2 : 1, server.Counters[0].Requests);
    }

    [Theory]
    [Trait("Row", "R11")]
    [Trait("Over", "UDP4")]
    [MemberData(nameof(Questions), DisableDiscoveryEnumeration = true)]
    public void Question_in_the_name_of_another_server_is_answered_once_and_no_more(string kind, byte[] question)
    {
        SendRaw(question, (ushort)EndPointOf(_second).Port, EndPointOf(_first));

        // Each has dealt with what came before: the forged question, the reply to it, and a reply to that.
        Ask(_first);
        Ask(_second);
        Ask(_first);

        Assert.True(_first.Counters[0] is { Requests: 3, Ignored: 0 }, kind);
        Assert.True(_second.Counters[0] is { Requests: 2, Ignored: 1 }, kind);
    }

    [Fact]
    [Trait("Row", "R11")]
    [Trait("Over", "UDP4")]
    public void Own_reply_that_comes_back_from_itself_or_another_server_gets_no_reply()
    {
        byte[] reply = Ask(_first);

        SendRaw(reply, (ushort)EndPointOf(_first).Port, EndPointOf(_first));
        SendRaw(reply, (ushort)EndPointOf(_second).Port, EndPointOf(_first));
        SendRaw(reply, 53, EndPointOf(_first));
        Ask(_first);
        Ask(_second);

        Assert.True(_first.Counters[0] is { Requests: 5, Ignored: 3 });
        Assert.True(_second.Counters[0] is { Requests: 1, Ignored: 0 });
    }

    [Fact]
    [Trait("Row", "R09")]
    [Trait("Over", "UDP4")]
    public void Message_that_replies_are_too_long_for_the_path_stops_none()
    {
        using UdpListeners server = Listen(new FaultBarrier(AnswerLong, AnswerLong));
        // An address that nobody else has: the kernel may remember for minutes what it is told about the way there.
        byte[] some = RandomNumberGenerator.GetBytes(2);
        var client = new IPEndPoint(new IPAddress([127, 77, some[0], (byte)(some[1] | 1)]), 0);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.ReceiveTimeout = 30_000;
        socket.Bind(client);
        Assert.Equal(ReplyLength, Exchange(socket, server));

        SendFragmentationNeeded(EndPointOf(server), (IPEndPoint)socket.LocalEndPoint!);

        Assert.Equal(ReplyLength, Exchange(socket, server));

        static int AnswerLong(ReadOnlySpan<byte> request, Span<byte> response, in QueryContext context) => ReplyLength;
    }

    private UdpListeners Listen(FaultBarrier answerer, string address = "127.0.0.1")
    {
        var endpoint = new IPEndPoint(IPAddress.Parse(address), 0);
        UdpListeners listeners = UdpListeners.Bind([endpoint], answerer, new UdpOptions(_engine, Workers: 1));
        listeners.Start();
        return listeners;
    }

    private static IPEndPoint EndPointOf(UdpListeners listeners) => listeners.LocalEndPoints[0];

    private static byte[] Ask(UdpListeners listeners)
    {
        using var client = new UdpClientSocket(EndPointOf(listeners).AddressFamily);
        return client.Ask(Queries.Ask(2), EndPointOf(listeners));
    }

    private static int Exchange(Socket socket, UdpListeners server)
    {
        socket.SendTo(Queries.Ask(1), EndPointOf(server));
        return socket.Receive(new byte[ushort.MaxValue]);
    }

    private static void SendRaw(byte[] payload, ushort sourcePort, IPEndPoint server)
    {
        using var socket = new Socket(server.AddressFamily, SocketType.Raw, ProtocolType.Udp);

        // Only IPv6 insists on a checksum (RFC 8200 §8.1): the kernel is told where it stands.
        if (server.AddressFamily == AddressFamily.InterNetworkV6)
            socket.SetRawSocketOption(IPv6Level, IPv6Checksum, BitConverter.GetBytes(ChecksumOffset));

        // The port of a raw socket's destination is the protocol's number, or none.
        byte[] datagram = [.. UdpHeader(sourcePort, server.Port, payload.Length), .. payload];
        socket.SendTo(datagram, new IPEndPoint(server.Address, 0));
    }

    /// <summary>Sends what a router would, if the way from the server to the client took 576 octets at most.</summary>
    private static void SendFragmentationNeeded(IPEndPoint server, IPEndPoint client)
    {
        byte[] refused =
        [
            0x45, 0, (20 + 8 + ReplyLength) >> 8, (20 + 8 + ReplyLength) & 255, 0, 0, 0x40, 0,
            64, (byte)ProtocolType.Udp, 0, 0, .. server.Address.GetAddressBytes(), .. client.Address.GetAddressBytes(),
            .. UdpHeader((ushort)server.Port, client.Port, ReplyLength),
        ];
        byte[] message = [3, 4, 0, 0, 0, 0, 576 >> 8, 576 & 255, .. refused];
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), Checksum(message));
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Raw, ProtocolType.Icmp);
        socket.SendTo(message, new IPEndPoint(server.Address, 0));
    }

    private static byte[] UdpHeader(ushort source, int destination, int payload) =>
    [
        (byte)(source >> 8), (byte)source, (byte)(destination >> 8), (byte)destination,
        (byte)((8 + payload) >> 8), (byte)(8 + payload), 0, 0,
    ];

    /// <summary>The ones' complement sum of 16-bit words (RFC 1071).</summary>
    private static ushort Checksum(ReadOnlySpan<byte> message)
    {
        int sum = 0;
        for (; message.Length > 1; message = message[2..])
            sum += BinaryPrimitives.ReadUInt16BigEndian(message);

        while (sum > 0xFFFF)
            sum = (sum & 0xFFFF) + (sum >> 16);

        return (ushort)~sum;
    }
}
