using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Configuration;
using ValidationZone.Server.Configuration;
using ValidationZone.Server.Hosting;

namespace ValidationZone.Server.Tests;

public sealed class KestrelSetupTests
{
    [Fact]
    public void Every_limit_that_holds_off_slow_and_greedy_clients_is_set()
    {
        KestrelServerLimits limits = Configure().Limits;

        Assert.Equal((4096, 4096), (limits.MaxRequestBodySize, limits.MaxRequestLineSize));
        Assert.Equal((8192, 32), (limits.MaxRequestHeadersTotalSize, limits.MaxRequestHeaderCount));
        Assert.Equal(TimeSpan.FromSeconds(10), limits.RequestHeadersTimeout);
        Assert.Equal(TimeSpan.FromSeconds(15), limits.KeepAliveTimeout);
        Assert.Equal(240, limits.MinRequestBodyDataRate!.BytesPerSecond);
        Assert.Equal(240, limits.MinResponseDataRate!.BytesPerSecond);
    }

    [Fact]
    public void Server_header_is_off()
    {
        Assert.False(Configure().AddServerHeader);
    }

    [Fact]
    public void Connection_buffers_little_of_what_its_client_sends()
    {
        var options = new SocketTransportOptions();

        KestrelSetup.ConfigureSockets(options);

        Assert.Equal(16 * 1024, options.MaxReadBufferSize);
        Assert.Equal(16 * 1024, options.MaxWriteBufferSize);
    }

    private static KestrelServerOptions Configure()
    {
        var problems = new List<string>();
        Assert.True(OptionsCheck.TryCheck(new ConfigurationBuilder().Build(), out ServerSettings? settings, problems));
        settings = settings with
        {
            Dns = settings.Dns with { Listen = [] },
            Api = settings.Api with { Listen = [] },
        };
        var options = new KestrelServerOptions();
        new KestrelSetup(settings, null!, new ConnectionLimits(7)).Configure(options);
        return options;
    }
}
