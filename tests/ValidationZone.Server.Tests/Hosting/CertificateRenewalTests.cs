using System.Net.Sockets;
using ValidationZone.Server.Hosting;
using ValidationZone.Tests.Support;

namespace ValidationZone.Server.Tests;

public sealed class CertificateRenewalTests
{
    [Fact]
    public async Task Renewed_certificate_is_shown_to_new_connections_and_old_ones_go_on()
    {
        var clock = new FakeClock();
        await using TlsServer server = await TlsServer.StartAsync(clock);
        await using TlsClient old = await TlsClient.ConnectAsync(server.EndPoint);
        PemCertificate renewed = server.Authority.Issue(TlsServer.Name);

        renewed.WriteTo(server.Folder);
        await PassTimeUntilInUseAsync(clock, server, renewed, old);
        await using TlsClient next = await TlsClient.ConnectAsync(server.EndPoint);

        Assert.Equal(server.Certificate.SerialNumber, old.ServerSerialNumber);
        Assert.Equal(renewed.SerialNumber, next.ServerSerialNumber);
        Assert.Equal(0, (await old.AskAsync(AZone.Apex)).Rcode);
        Assert.Equal(0, (await next.AskAsync(AZone.Apex)).Rcode);
    }

    [Fact]
    public async Task Handshake_under_way_while_the_certificate_changes_is_completed()
    {
        var clock = new FakeClock();
        await using TlsServer server = await TlsServer.StartAsync(clock);
        await using TlsClient other = await TlsClient.ConnectAsync(server.EndPoint);
        PemCertificate renewed = server.Authority.Issue(TlsServer.Name);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server.EndPoint, TestContext.Current.CancellationToken);
        socket.Send(ClientHello.Tls12.AsSpan(0, 20));

        renewed.WriteTo(server.Folder);
        await PassTimeUntilInUseAsync(clock, server, renewed, other);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        socket.Send(ClientHello.Tls12.AsSpan(20));

        var first = new byte[1];
        Assert.Equal(1, await socket.ReceiveAsync(first, TestContext.Current.CancellationToken));
        Assert.Equal(22, first[0]);
    }

    /// <summary>Lets the server look, and asks on an open connection meanwhile, so that it is never idle.</summary>
    private static async Task PassTimeUntilInUseAsync(
        FakeClock clock, TlsServer server, PemCertificate certificate, TlsClient open)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!server.Running.Log.Text.Contains(certificate.SerialNumber, StringComparison.Ordinal))
        {
            patience.Token.ThrowIfCancellationRequested();
            clock.Advance(TlsCertificateWatch.Interval);
            await open.AskAsync(AZone.Apex);
        }
    }
}
