using System.Buffers.Binary;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace ValidationZone.Server.Tests;

/// <summary>One DNS over TLS connection of a client that takes any certificate, unless it is told otherwise.</summary>
internal sealed class TlsClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _patience = new(Patience);

    private TlsClient(Socket socket, SslStream stream)
    {
        Socket = socket;
        Stream = stream;
    }

    internal Socket Socket { get; }

    internal SslStream Stream { get; }

    internal string ServerSerialNumber => Stream.RemoteCertificate!.GetSerialNumberString();

    /// <summary>What a client of RFC 9539 does: no name, no check, and the protocol named.</summary>
    internal static SslClientAuthenticationOptions Opportunistic => new()
    {
        TargetHost = "",
        ApplicationProtocols = [new SslApplicationProtocol("dot")],
        RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null,
    };

    /// <summary>What a client does that knows the server's name and one root, and has nothing else to go by.</summary>
    internal static SslClientAuthenticationOptions Strict(string name, X509Certificate2 root) => new()
    {
        TargetHost = name,
        CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { root },
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        },
    };

    /// <exception cref="AuthenticationException">The handshake failed.</exception>
    internal static async Task<TlsClient> ConnectAsync(
        IPEndPoint server, SslClientAuthenticationOptions? options = null, Action<Socket>? prepare = null)
    {
        var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        prepare?.Invoke(socket);
        await socket.ConnectAsync(server);
        var client = new TlsClient(socket, new SslStream(new NetworkStream(socket, ownsSocket: true)));
        try
        {
            await client.Stream.AuthenticateAsClientAsync(options ?? Opportunistic, client._patience.Token);
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    internal Task<DnsAnswer> AskAsync(string name) => DnsAnswer.AskTcpAsync(Stream, name);

    /// <summary>Sends messages behind their lengths, in one piece.</summary>
    internal async Task SendAsync(params IEnumerable<byte[]> messages)
    {
        await Stream.WriteAsync(
            (byte[])[.. messages.SelectMany(Framed)], _patience.Token);
        await Stream.FlushAsync(_patience.Token);
    }

    /// <summary>Tells the server that no more comes, and keeps reading.</summary>
    internal Task SayEndAsync() => Stream.ShutdownAsync();

    /// <summary>The next reply; <see langword="null"/> when the server has closed in good order.</summary>
    internal async Task<byte[]?> ReceiveAsync()
    {
        var length = new byte[2];
        if (await Stream.ReadAtLeastAsync(length, 2, throwOnEndOfStream: false, _patience.Token) < 2)
            return null;

        var message = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
        await Stream.ReadExactlyAsync(message, _patience.Token);
        return message;
    }

    public async ValueTask DisposeAsync()
    {
        await Stream.DisposeAsync();
        Socket.Dispose();
        _patience.Dispose();
    }

    internal static byte[] Framed(byte[] message) => [(byte)(message.Length >> 8), (byte)message.Length, .. message];
}
