using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ValidationZone.Server.Tests.Api.V1;

/// <summary>A request whose body comes when the test wants: the server has let it in, and waits.</summary>
internal sealed class SlowRequest : IAsyncDisposable
{
    private readonly NetworkStream _stream;
    private readonly string _body;

    private SlowRequest(NetworkStream stream, string body) => (_stream, _body) = (stream, body);

    /// <summary>Sends all but the body, and waits until the server asks for it, behind its gate.</summary>
    public static async Task<SlowRequest> BeginAsync(
        IPEndPoint server, string method, string path, (string Name, string Value)[] headers, string body)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server);
        var request = new SlowRequest(new NetworkStream(socket, ownsSocket: true), body);
        string lines = string.Concat(headers.Select(header => $"{header.Name}: {header.Value}\r\n"));
        await request._stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"{method} {path} HTTP/1.1\r\nHost: localhost\r\n{lines}Content-Type: application/json\r\n"
            + $"Content-Length: {body.Length}\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n"));
        byte[] asked = new byte["HTTP/1.1 100 Continue\r\n\r\n".Length];
        await request._stream.ReadExactlyAsync(asked);
        Assert.StartsWith("HTTP/1.1 100 ", Encoding.ASCII.GetString(asked), StringComparison.Ordinal);
        return request;
    }

    /// <summary>Sends the body; the reply.</summary>
    public async Task<string> EndAsync()
    {
        await _stream.WriteAsync(Encoding.ASCII.GetBytes(_body));
        using var reader = new StreamReader(_stream, Encoding.ASCII, leaveOpen: true);
        return await reader.ReadToEndAsync();
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();
}
