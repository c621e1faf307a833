using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using ValidationZone.Tests.Support;

namespace ValidationZone.Server.Tests;

/// <summary>DNS over TLS (RFC 7858) as clients of every kind meet it.</summary>
public sealed class DnsOverTlsTests(TlsServer server) : IClassFixture<TlsServer>
{
    private const byte TlsAlert = 21;
    private const byte TlsHandshake = 22;
    private const ushort Padding = 12;

    [Theory]
    [Trait("Row", "T16")]
    [Trait("Over", "DOT4")]
    [Trait("Rfc", "7858 §3.1")]
    [Trait("Rfc", "9539 §3.3")]
    [InlineData("", true)]
    [InlineData("", false)]
    [InlineData("wrong.example", true)]
    [InlineData("wrong.example", false)]
    [InlineData(TlsServer.Name, true)]
    [InlineData(TlsServer.Name, false)]
    public async Task Any_server_name_is_let_in_with_and_without_a_protocol_name(string name, bool namesProtocol)
    {
        SslClientAuthenticationOptions options = TlsClient.Opportunistic;
        options.TargetHost = name;
        options.ApplicationProtocols = namesProtocol ? [new SslApplicationProtocol("dot")] : null;

        await using TlsClient client = await TlsClient.ConnectAsync(server.EndPoint, options);

        Assert.Equal(namesProtocol ? "dot" : "", client.Stream.NegotiatedApplicationProtocol.ToString());
        Assert.Equal(0, (await client.AskAsync(AZone.Apex)).Rcode);
    }

    [Fact]
    [Trait("Row", "T16")]
    [Trait("Over", "DOT4")]
    [Trait("Rfc", "7301 §3.2")]
    public async Task Client_that_speaks_only_another_protocol_is_turned_away()
    {
        SslClientAuthenticationOptions options = TlsClient.Opportunistic;
        options.ApplicationProtocols = [SslApplicationProtocol.Http11, SslApplicationProtocol.Http2];

        await Assert.ThrowsAsync<AuthenticationException>(() => TlsClient.ConnectAsync(server.EndPoint, options));
    }

    [Theory]
    [Trait("Row", "T16")]
    [Trait("Over", "DOT4")]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task Version_of_today_is_spoken(SslProtocols version)
    {
        SslClientAuthenticationOptions options = TlsClient.Opportunistic;
        options.EnabledSslProtocols = version;

        await using TlsClient client = await TlsClient.ConnectAsync(server.EndPoint, options);

        Assert.Equal(version, client.Stream.SslProtocol);
        Assert.Equal(0, (await client.AskAsync(AZone.Apex)).Rcode);
    }

    [Fact]
    [Trait("Row", "T16")]
    [Trait("Over", "DOT4")]
    public void Version_1_1_is_refused_where_1_2_is_answered()
    {
        Assert.Equal(TlsAlert, FirstOctetAfter(ClientHello.Tls11));
        Assert.Equal(TlsHandshake, FirstOctetAfter(ClientHello.Tls12));
    }

    [Fact]
    [Trait("Row", "T16")]
    [Trait("Over", "DOT4")]
    public async Task Client_that_knows_only_the_root_is_sent_the_chain()
    {
        SslClientAuthenticationOptions options = TlsClient.Strict(TlsServer.Name, server.Authority.Root);

        await using TlsClient client = await TlsClient.ConnectAsync(server.EndPoint, options);

        Assert.Equal(server.Certificate.SerialNumber, client.ServerSerialNumber);
    }

    [Fact]
    [Trait("Row", "T16")]
    [Trait("Over", "DOT4")]
    public async Task No_certificate_is_asked_of_a_client()
    {
        SslClientAuthenticationOptions options = TlsClient.Opportunistic;
        PemCertificate own = server.Authority.Issue("client.example");
        using var certificate = X509Certificate2.CreateFromPem(own.Leaf, own.Pkcs8);
        options.ClientCertificates = [certificate];

        await using TlsClient client = await TlsClient.ConnectAsync(server.EndPoint, options);

        Assert.Null(client.Stream.LocalCertificate);
    }

    [Fact]
    [Trait("Row", "E18")]
    [Trait("Rfc", "8467 §4.1")]
    public async Task Reply_is_padded_for_a_client_that_pads()
    {
        await using TlsClient client = await TlsClient.ConnectAsync(server.EndPoint);

        await client.SendAsync(APacket.Asking(AZone.Apex, "SOA").WithOption(Padding, new byte[9]).ToOctets());
        byte[]? reply = await client.ReceiveAsync();

        Assert.Equal(468, reply!.Length);
    }

    [Theory]
    [Trait("Row", "T02")]
    [Trait("Row", "T05")]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task Client_that_asks_much_and_says_that_no_more_comes_gets_all_answers_and_then_the_end(
        SslProtocols version)
    {
        SslClientAuthenticationOptions options = TlsClient.Opportunistic;
        options.EnabledSslProtocols = version;
        await using TlsClient client = await TlsClient.ConnectAsync(server.EndPoint, options);

        await client.SendAsync(Enumerable.Range(0, 1000).Select(id => Question((ushort)id)));
        await client.SayEndAsync();

        for (int id = 0; id < 1000; id++)
            Assert.Equal(id, DnsReply.Parse(await client.ReceiveAsync()).Id);
        Assert.Null(await client.ReceiveAsync());
    }

    [Fact]
    [Trait("Row", "T05")]
    [Trait("Rfc", "8446 §6.1")]
    public async Task Server_says_that_its_answers_are_complete_before_it_closes()
    {
        SslClientAuthenticationOptions options = TlsClient.Opportunistic;
        // In 1.3 nobody but the two ends can tell an alert from an answer.
        options.EnabledSslProtocols = SslProtocols.Tls12;
        await using TlsClient client = await TlsClient.ConnectAsync(server.EndPoint, options);
        await client.AskAsync(AZone.Apex);

        await client.SayEndAsync();

        Assert.Equal(TlsAlert, FirstOctet(client.Socket));
    }

    private static byte[] Question(ushort id) => (APacket.Asking(AZone.Apex, "SOA") with { Id = id }).ToOctets();

    private int FirstOctetAfter(byte[] hello)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(server.EndPoint);
        socket.Send(hello);
        return FirstOctet(socket);
    }

    private static int FirstOctet(Socket socket)
    {
        var octets = new byte[1];
        socket.ReceiveTimeout = 30_000;
        return socket.Receive(octets) == 0 ? -1 : octets[0];
    }
}
