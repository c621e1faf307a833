using System.Buffers.Binary;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace ValidationZone.Server.Tests.Sockets;

/// <summary>A client's end of a DNS stream, over TCP or inside TLS.</summary>
public sealed class DnsStream : IAsyncDisposable
{
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Socket _socket;
    private readonly Stream _octets;

    private DnsStream(Socket socket, Stream octets)
    {
        _socket = socket;
        _octets = octets;
    }

    internal static async Task<DnsStream> ConnectAsync(StreamRoute route, IPEndPoint server, IPAddress? source = null)
    {
        var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (source?.AddressFamily == server.AddressFamily)
            socket.Bind(new IPEndPoint(source, 0));

        await socket.ConnectAsync(server);
        var plain = new NetworkStream(socket, ownsSocket: true);
        if (route is StreamRoute.Tcp4 or StreamRoute.Tcp6)
            return new DnsStream(socket, plain);

        // No authority vouches for it, and it names another host: what counts is that it is the one configured.
        var options = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, certificate, _, _) => TestCertificate.Shared.Equals(certificate),
        };
        var inside = new SslStream(plain);
        await inside.AuthenticateAsClientAsync(options);
        return new DnsStream(socket, inside);
    }

    /// <summary>Sends messages, each behind its length, in one write.</summary>
    public Task SendAsync(params IEnumerable<byte[]> messages) =>
        SendOctetsAsync([.. messages.SelectMany(message => Prefix(message.Length).Concat(message))]);

    public async Task SendOctetsAsync(byte[] octets)
    {
        using var patience = new CancellationTokenSource(Patience);
        await _octets.WriteAsync(octets, patience.Token);
        await _octets.FlushAsync(patience.Token);
    }

    /// <summary>Says that nothing more will be sent, and goes on reading.</summary>
    public async Task CloseHalfAsync()
    {
        if (_octets is SslStream inside)
            await inside.ShutdownAsync();
        else
            _socket.Shutdown(SocketShutdown.Send);
    }

    /// <summary>The next message; <see langword="null"/> when the server has closed the stream.</summary>
    public async Task<byte[]?> ReceiveAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var prefix = new byte[2];
        int read = await _octets.ReadAtLeastAsync(prefix, 2, throwOnEndOfStream: false, patience.Token);
        if (read == 0)
            return null;

        Assert.Equal(2, read);
        var message = new byte[BinaryPrimitives.ReadUInt16BigEndian(prefix)];
        await _octets.ReadExactlyAsync(message, patience.Token);
        return message;
    }

    public ValueTask DisposeAsync() => _octets.DisposeAsync();

    private static byte[] Prefix(int length) => [(byte)(length >> 8), (byte)length];
}
