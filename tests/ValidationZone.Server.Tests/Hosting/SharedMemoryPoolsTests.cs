using System.Buffers;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using ValidationZone.Server.Hosting;

namespace ValidationZone.Server.Tests;

public sealed class SharedMemoryPoolsTests
{
    [Theory]
    [InlineData(-1, 4096)]
    [InlineData(0, 4096)]
    [InlineData(1, 4096)]
    [InlineData(5000, 5000)]
    [InlineData(1_000_000, 1_000_000)]
    public void Buffer_is_as_long_as_those_of_Kestrel_and_as_was_asked_for(int asked, int least)
    {
        using IMemoryOwner<byte> buffer = new SharedMemoryPools().Create().Rent(asked);

        Assert.InRange(buffer.Memory.Length, least, int.MaxValue);
    }

    [Fact]
    public async Task Reply_of_HTTP_may_be_written_in_place_before_its_headers_are_sent()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSingleton<IMemoryPoolFactory<byte>, SharedMemoryPools>();
        await using WebApplication app = builder.Build();
        app.Run(async context =>
        {
            context.Response.BodyWriter.GetSpan()[0] = (byte)'x';
            context.Response.BodyWriter.Advance(1);
            await context.Response.BodyWriter.FlushAsync();
        });
        await app.StartAsync(TestContext.Current.CancellationToken);

        using var client = new HttpClient();
        string reply = await client.GetStringAsync(new Uri(app.Urls.First()), TestContext.Current.CancellationToken);

        Assert.Equal("x", reply);
    }
}
