using System.Net;
using System.Net.Sockets;
using ValidationZone.Tests.Support;

namespace ValidationZone.EndToEnd.Tests.Harness;

/// <summary>A name server that lags behind: it denies every name a number of times before it asks another.</summary>
internal sealed class LateNameServer : IAsyncDisposable
{
    private const int NxDomain = 3;
    private const int ReplyBit = 0x80;

    private readonly UdpClient _socket;
    private readonly IPEndPoint _other;
    private readonly Task _loop;
    private int _denialsLeft;

    public LateNameServer(int otherPort, int denials)
    {
        Port = FreePort.Next();
        _other = new IPEndPoint(IPAddress.Loopback, otherPort);
        _denialsLeft = denials;
        _socket = new UdpClient(new IPEndPoint(IPAddress.Loopback, Port));
        _loop = AnswerAsync();
    }

    public int Port { get; }

    public int Questions { get; private set; }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await _loop;
    }

    private async Task AnswerAsync()
    {
        while (true)
        {
            try
            {
                UdpReceiveResult question = await _socket.ReceiveAsync();
                Questions++;
                byte[] reply = _denialsLeft-- > 0 ? Denial(question.Buffer) : await AskOtherAsync(question.Buffer);
                await _socket.SendAsync(reply, question.RemoteEndPoint);
            }
            catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private static byte[] Denial(byte[] question)
    {
        question[2] |= ReplyBit;
        question[3] = NxDomain;
        return question;
    }

    /// <summary>Asks again and again, as a datagram may be lost.</summary>
    private async Task<byte[]> AskOtherAsync(byte[] question)
    {
        using var client = new UdpClient();
        client.Connect(_other);
        Task<UdpReceiveResult> reply = client.ReceiveAsync();
        do
            await client.SendAsync(question);
        while (await Task.WhenAny(reply, Task.Delay(TimeSpan.FromSeconds(1))) != reply);
        return (await reply).Buffer;
    }
}
