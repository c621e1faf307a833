using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ValidationZone.EndToEnd.Tests.Harness;
using ValidationZone.Tests.Support;
using ValidationZone.Tests.Support.Fuzz;

namespace ValidationZone.EndToEnd.Tests.Oracles;

/// <summary>Changed packets of the corpus, sent to the running server, which must reply and stay up.</summary>
public sealed class SocketFuzzTests : IAsyncLifetime
{
    private const int Seed = 5966;

    /// <summary>A little less than the headers of IPv4 and UDP leave.</summary>
    private const int LongestDatagram = 65_500;
    private static readonly int Packets = Tools.LongRun ? 500_000 : 20_000;

    private readonly TempFolder _folder = new();
    private readonly byte[] _buffer = new byte[65536];
    private ServerProcess _server = null!;

    public async ValueTask InitializeAsync() => _server = await ServerProcess.StartAsync(
        _folder.Combine("data", "validationzone.db"));

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    [Trait("Row", "H24")]
    [Trait("Over", "UDP4")]
    public void Datagrams_get_one_proper_reply_or_none()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.ReceiveTimeout = 30_000;
        socket.Connect(IPAddress.Loopback, _server.DnsPort);
        var mutator = new Mutator(CorpusInZone(), Seed);
        for (int i = 0; i < Packets; i++)
        {
            byte[] packet = Numbered(mutator.Next(), i);
            socket.Send(packet);
            if (ReplyInvariants.CallForSilence(packet))
                continue;

            // A second reply to an earlier packet would stand here, with that packet's ID.
            int length = socket.Receive(_buffer);
            AssertProper(packet, _buffer.AsSpan(0, length), isDatagram: true);
        }

        AssertStillServing();
    }

    [Fact]
    [Trait("Row", "H24")]
    [Trait("Row", "T09")]
    [Trait("Over", "TCP4")]
    public void Streams_get_one_proper_reply_or_are_closed()
    {
        var mutator = new Mutator(CorpusInZone(), Seed + 1);
        Socket? stream = null;
        for (int i = 0; i < Packets; i++)
        {
            byte[] packet = Numbered(mutator.Next(), i);
            stream ??= Connect();
            if (TryAsk(stream, packet))
                continue;

            stream.Dispose();
            stream = null;
        }

        stream?.Dispose();
        AssertStillServing();
    }

    [Fact]
    [Trait("Row", "E17")]
    [Trait("Row", "H16")]
    [Trait("Row", "Q08")]
    [Trait("Over", "UDP4 TCP4")]
    public void Hostile_messages_get_one_proper_reply_or_none()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.ReceiveTimeout = 30_000;
        socket.Connect(IPAddress.Loopback, _server.DnsPort);
        foreach ((string kind, byte[] message) in HostileMessages.All)
        {
            bool callsForReply = !ReplyInvariants.CallForSilence(message);
            using Socket stream = Connect();
            Assert.True(TryAsk(stream, message) == callsForReply, kind);
            if (message.Length > LongestDatagram)
                continue;

            socket.Send(message);
            if (callsForReply)
                AssertProper(message, _buffer.AsSpan(0, socket.Receive(_buffer)), isDatagram: true);
        }

        AssertStillServing();
    }

    /// <summary>The corpus asks about auth.example.net, this server answers for auth.example.test.</summary>
    private static byte[][] CorpusInZone() => [.. Corpus.Load().Select(packet => Encoding.Latin1.GetBytes(
        Encoding.Latin1.GetString(packet).Replace("\u0003net\0", "\u0004test\0", StringComparison.OrdinalIgnoreCase)))];

    /// <summary>Gives a packet an ID of its own, so that each reply can be told from all others nearby.</summary>
    private static byte[] Numbered(byte[] packet, int number)
    {
        byte[] numbered = packet.Length > LongestDatagram ? packet[..LongestDatagram] : packet;
        if (numbered.Length >= 2)
            BinaryPrimitives.WriteUInt16BigEndian(numbered, (ushort)number);

        return numbered;
    }

    private Socket Connect()
    {
        var stream = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        stream.NoDelay = true;
        stream.ReceiveTimeout = 30_000;
        stream.Connect(IPAddress.Loopback, _server.DnsPort);
        return stream;
    }

    /// <summary>Asks and checks the reply; <see langword="false"/> when the connection is of no more use.</summary>
    private bool TryAsk(Socket stream, byte[] packet)
    {
        var framed = new byte[2 + packet.Length];
        BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)packet.Length);
        packet.CopyTo(framed, 2);
        try
        {
            stream.Send(framed);

            // No reply will come, but the connection may have been closed: the next packet shall not meet that.
            if (ReplyInvariants.CallForSilence(packet))
                return false;

            if (!TryFill(stream, _buffer.AsSpan(0, 2)))
                return false;

            Span<byte> reply = _buffer.AsSpan(2, BinaryPrimitives.ReadUInt16BigEndian(_buffer));
            Assert.True(TryFill(stream, reply), $"half a reply for {Convert.ToHexString(packet)}");
            AssertProper(packet, reply, isDatagram: false);
            return true;
        }
        catch (SocketException exception)
            when (exception.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown)
        {
            return false;
        }
    }

    private static bool TryFill(Socket stream, Span<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            int read = stream.Receive(octets);
            if (read == 0)
                return false;

            octets = octets[read..];
        }

        return true;
    }

    private static void AssertProper(byte[] packet, ReadOnlySpan<byte> reply, bool isDatagram)
    {
        string? breach = ReplyInvariants.FindBreach(packet, reply, isDatagram);
        if (breach is not null)
            Assert.Fail($"{breach}\nsent     {Convert.ToHexString(packet)}\nreceived {Convert.ToHexString(reply)}");
    }

    private void AssertStillServing()
    {
        Assert.False(_server.HasExited, _server.Output);
        using var client = new DnsClient(_server.DnsPort);
        DnsReply? reply = client.Ask(APacket.Asking(GeneratedServer.Apex, "SOA").ToOctets());
        Assert.Equal("NOERROR", reply?.Rcode);
        Assert.DoesNotContain("xception", _server.Output, StringComparison.Ordinal);
    }
}
