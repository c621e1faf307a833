using System.Net;
using System.Net.Sockets;
using ValidationZone.Tests.Support;

namespace ValidationZone.EndToEnd.Tests.Delegation;

/// <summary>
/// An authority over UDP on port 53 of an address of its own that answers what no honest server would load: it gives
/// every record of the name and type, else every CNAME record of the name, else nothing. Without records it is silent.
/// </summary>
internal sealed class LyingServer : IAsyncDisposable
{
    private const ushort AuthoritativeResponse = 0x8400;
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly Dictionary<string, List<byte[]>> _records = new(StringComparer.OrdinalIgnoreCase);
    private readonly Task _loop;
    private int _questions;

    public LyingServer(IPAddress address, params (string OwnerName, string Type, byte[] Rdata)[] records)
    {
        foreach ((string ownerName, string type, byte[] rdata) in records)
        {
            if (!_records.TryGetValue($"{ownerName} {type}", out List<byte[]>? rrset))
                _records[$"{ownerName} {type}"] = rrset = [];
            rrset.Add(rdata);
        }

        _socket.Bind(new IPEndPoint(address, 53));
        _loop = AnswerAsync();
    }

    /// <summary>How many datagrams came.</summary>
    public int Questions => Volatile.Read(ref _questions);

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await _loop;
    }

    private async Task AnswerAsync()
    {
        var buffer = new byte[4096];
        try
        {
            while (true)
            {
                SocketReceiveFromResult received =
                    await _socket.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0));
                Interlocked.Increment(ref _questions);
                byte[] request = buffer[..received.ReceivedBytes];
                if (_records.Count > 0)
                    await _socket.SendToAsync(Answer(request), received.RemoteEndPoint);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Closed: the test has ended.
        }
    }

    private byte[] Answer(ReadOnlySpan<byte> request)
    {
        DnsReply asked = DnsReply.Parse(request);
        string[] words = asked.QuestionText.Split(' ');
        List<(string Type, byte[] Rdata)> answer = [.. Records(words[0], words[^1])];
        return (APacket.Asking(words[0], words[^1]) with
        {
            Id = (ushort)asked.Id,
            FlagBits = AuthoritativeResponse,
            Question = asked.Question.ToArray(),
            RecordCounts = ((ushort)answer.Count, 0, 0),
            Tail = [.. answer.SelectMany(record => AnswerRecord(record.Type, record.Rdata))],
        }).ToOctets();
    }

    private IEnumerable<(string Type, byte[] Rdata)> Records(string name, string type)
    {
        string found = _records.ContainsKey($"{name} {type}") ? type : "CNAME";
        return _records.TryGetValue($"{name} {found}", out List<byte[]>? rrset)
            ? rrset.Select(rdata => (found, rdata))
            : [];
    }

    /// <summary>A record of the name in the question, which its owner name points at.</summary>
    private static byte[] AnswerRecord(string type, byte[] rdata)
    {
        ushort number = DnsMnemonics.TypeNumber(type);
        return
        [
            0xC0, 0x0C, (byte)(number >> 8), (byte)number, 0, 1, 0, 0, 0, 60,
            (byte)(rdata.Length >> 8), (byte)rdata.Length, .. rdata,
        ];
    }
}
