using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using ValidationZone.Tests.Support;

namespace ValidationZone.EndToEnd.Tests.Harness;

/// <summary>A proxy before our server, which treats its first requests as badly as it is told.</summary>
internal sealed partial class Proxy : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly Uri _server;
    private readonly Queue<ProxyFault> _faults;
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _goesOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _loop;

    public Proxy(string server, params ProxyFault[] faults)
    {
        _server = new Uri(server);
        _faults = new Queue<ProxyFault>(faults);
        int port = FreePort.Next();
        Address = $"http://127.0.0.1:{port}";
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _loop = ServeAsync();
    }

    public string Address { get; }

    public int Requests { get; private set; }

    /// <summary>Ends when an answer is held back.</summary>
    public Task Held => _held.Task;

    /// <summary>Lets the answer go that is held back.</summary>
    public void GoOn() => _goesOn.SetResult();

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _loop;
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync();
            }
            catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
            {
                return;
            }

            using (client)
            {
                byte[] request = await ReadRequestAsync(client.GetStream());
                Requests++;
                await AnswerAsync(client, request, _faults.TryDequeue(out ProxyFault fault) ? fault : null);
            }
        }
    }

    private async Task AnswerAsync(TcpClient client, byte[] request, ProxyFault? fault)
    {
        byte[] reply = fault switch
        {
            null or ProxyFault.Slow => await AskServerAsync(request),
            ProxyFault.TooManyRequests => OwnReply("429 Too Many Requests"),
            ProxyFault.Unavailable => OwnReply("503 Service Unavailable"),
            ProxyFault.BadGateway => OwnReply("502 Bad Gateway"),
            ProxyFault.OwnPage => OwnReply("200 OK"),
            _ => [],
        };
        if (fault is ProxyFault.GatewayTimeout or ProxyFault.CutAfter)
            await AskServerAsync(request);
        if (fault is ProxyFault.GatewayTimeout)
            reply = OwnReply("504 Gateway Timeout");
        if (fault is ProxyFault.Slow)
        {
            _held.SetResult();
            await _goesOn.Task;
        }

        client.NoDelay = true;
        foreach (byte[] piece in reply.Chunk(fault is ProxyFault.Slow ? 1 : 65_536))
            await client.GetStream().WriteAsync(piece);
    }

    private async Task<byte[]> AskServerAsync(byte[] request)
    {
        using var server = new TcpClient();
        await server.ConnectAsync(_server.Host, _server.Port);
        await server.GetStream().WriteAsync(request);
        using var reply = new MemoryStream();
        await server.GetStream().CopyToAsync(reply);
        return reply.ToArray();
    }

    /// <summary>One request with its body, told to be the last of its connection.</summary>
    private static async Task<byte[]> ReadRequestAsync(NetworkStream stream)
    {
        var received = new MemoryStream();
        var buffer = new byte[4096];
        while (true)
        {
            int count = await stream.ReadAsync(buffer);
            received.Write(buffer.AsSpan(0, count));
            string text = Encoding.Latin1.GetString(received.ToArray());
            int headEnd = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (count == 0 || (headEnd >= 0 && text.Length >= headEnd + 4 + BodyLength(text[..headEnd])))
                return Encoding.Latin1.GetBytes(text.Insert(headEnd, "\r\nConnection: close"));
        }
    }

    private static int BodyLength(string head) =>
        ContentLength().Match(head) is { Success: true } header
            ? int.Parse(header.Groups[1].Value, CultureInfo.InvariantCulture)
            : 0;

    private static byte[] OwnReply(string status)
    {
        const string Page = "<html>a page of the proxy</html>\n";
        return Encoding.ASCII.GetBytes(
            $"HTTP/1.1 {status}\r\nRetry-After: 7\r\nConnection: close\r\nContent-Length: {Page.Length}\r\n\r\n{Page}");
    }

    [GeneratedRegex(@"\ncontent-length: *(\d+)", RegexOptions.IgnoreCase)]
    private static partial Regex ContentLength();
}
