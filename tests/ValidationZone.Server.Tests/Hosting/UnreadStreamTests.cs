using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using ValidationZone.Authority.Answering;
using ValidationZone.Authority.Zone;
using ValidationZone.Server.Configuration;
using ValidationZone.Server.Hosting;
using ValidationZone.Transport;
using ValidationZone.Wire;

namespace ValidationZone.Server.Tests;

/// <summary>DNS over TCP as Kestrel really carries it, for clients that take no answers.</summary>
public sealed class UnreadStreamTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly StreamOptions Impatient = new(Patience, TimeSpan.FromMilliseconds(250));
    private static readonly DomainName Apex = DomainName.Parse("auth.example.org");
    private readonly Socket _client = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private WebApplication? _app;

    public async ValueTask InitializeAsync()
    {
        var problems = new List<string>();
        Assert.True(OptionsCheck.TryCheck(new ConfigurationBuilder().Build(), out ServerSettings? settings, problems));
        settings = settings with
        {
            Dns = settings.Dns with { Listen = [new IPEndPoint(IPAddress.Loopback, 0)] },
            Api = settings.Api with { Listen = [] },
        };
        var streams = new StreamConnection(ManyValues(), Impatient, TimeProvider.System);
        var admission = new StreamAdmission(StreamLimits.Default, TimeProvider.System);
        var setup = new KestrelSetup(settings, new StreamEndpoint(streams, admission), ConnectionLimits.Default);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(setup.Configure);
        _app = builder.Build();
        await _app.StartAsync();
        _client.SendTimeout = (int)Patience.TotalMilliseconds;
        await _client.ConnectAsync(setup.DnsEndPoints[0]);
    }

    [Fact]
    [Trait("Row", "T10")]
    [Trait("Over", "TCP4")]
    public void Client_that_never_reads_is_cut_off()
    {
        byte[] questions = Questions(1000);

        var exception = Assert.Throws<SocketException>(() => SendForEver(questions));

        Assert.Contains(exception.SocketErrorCode, (SocketError[])[SocketError.ConnectionReset, SocketError.Shutdown]);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app!.DisposeAsync();
    }

    private void SendForEver(byte[] octets)
    {
        while (true)
            _client.Send(octets);
    }

    private static QueryAnswerer ManyValues()
    {
        var zone = new ServedZone(ZoneContents.Synthesise(Apex, [], 5), TimeProvider.System);
        ReadOnlyMemory<byte>[] values =
            [.. Enumerable.Range(0, 60).Select(number => (ReadOnlyMemory<byte>)Encoding.ASCII.GetBytes($"{number:D43}"))];
        zone.Table.Publish(DomainName.Parse("many.auth.example.org"), TxtRRset.Create(values, ttlSeconds: 1));
        zone.Table.MarkLoaded();
        return new QueryAnswerer(zone, new AnswererOptions());
    }

    private static byte[] Questions(int count)
    {
        byte[] name = DomainName.Parse("many.auth.example.org").Wire.ToArray();
        byte[] question = [0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, .. name, 0, (byte)RecordType.Txt, 0, 1];
        return [.. Enumerable.Repeat<byte[]>([0, (byte)question.Length, .. question], count).SelectMany(octet => octet)];
    }
}
