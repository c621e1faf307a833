using System.Net;
using System.Net.Sockets;
using ValidationZone.Tests.Support;
using ValidationZone.Tests.Support.Fuzz;

namespace ValidationZone.Server.Tests;

/// <summary>What is refused in the clear is refused inside TLS, and what is answered is answered alike.</summary>
public sealed class DnsOverTlsPolicyTests
{
    private const ushort Padding = 12;
    private static readonly byte[] Last = (APacket.Asking(AZone.Apex, "SOA") with { Id = 0xFFFF }).ToOctets();

    [Fact]
    [Trait("Row", "T19")]
    [Trait("Over", "DOT4")]
    public async Task Every_message_gets_the_same_replies_over_TLS_as_over_TCP()
    {
        // A clock that stands still, because cookies hold the time.
        await using TlsServer server = await TlsServer.StartAsync(new FakeClock());

        foreach (byte[] message in Corpus.Load())
        {
            IReadOnlyList<string> overTcp = await AskOverTcpAsync(server.Running.Tcp, message);
            IReadOnlyList<string> overTls = await AskOverTlsAsync(server.EndPoint, message);

            Assert.Equal(overTcp, overTls);
        }
    }

    private static async Task<IReadOnlyList<string>> AskOverTcpAsync(IPEndPoint server, byte[] message)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server);
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync((byte[])[.. TlsClient.Framed(message), .. TlsClient.Framed(Last)]);
        socket.Shutdown(SocketShutdown.Send);
        return await ReadRepliesAsync(stream);
    }

    private static async Task<IReadOnlyList<string>> AskOverTlsAsync(IPEndPoint server, byte[] message)
    {
        await using TlsClient client = await TlsClient.ConnectAsync(server);
        await client.SendAsync(message, Last);
        await client.SayEndAsync();
        return await ReadRepliesAsync(client.Stream);
    }

    private static async Task<IReadOnlyList<string>> ReadRepliesAsync(Stream stream)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var octets = new MemoryStream();
        await stream.CopyToAsync(octets, patience.Token);
        var replies = new List<string>();
        ReadOnlyMemory<byte> rest = octets.ToArray();
        while (!rest.IsEmpty)
        {
            int length = (rest.Span[0] << 8) | rest.Span[1];
            replies.Add(Describe(rest.Span.Slice(2, length)));
            rest = rest[(2 + length)..];
        }

        return replies;
    }

    /// <summary>A reply as text, without its padding, which only TLS has.</summary>
    private static string Describe(ReadOnlySpan<byte> octets)
    {
        DnsReply reply = DnsReply.Parse(octets);
        IEnumerable<(int Code, byte[] Octets)> options =
            (reply.Edns?.Options ?? []).Where(option => option.Code != Padding);
        string edns = reply.Edns is null ? "" : (reply.Edns with { Options = [.. options] }).ToString();
        string records = string.Join('\n', (string[])
        [
            .. reply.Answer.Select(record => $"answer {record}"), .. reply.Authority.Select(record => $"authority {record}"),
            .. reply.Additional.Select(record => $"additional {record}"),
        ]);
        return $"{reply.Id} {reply.Rcode} {reply.Opcode} {reply.Flags} {reply.QuestionText}\n{records}\n{edns}";
    }
}
