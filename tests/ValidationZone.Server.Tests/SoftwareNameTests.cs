using ValidationZone.Server.Hosting;
using ValidationZone.Server.Tests.Sockets;
using ValidationZone.Tests.Support;

namespace ValidationZone.Server.Tests;

/// <summary>What runs here, and in which version, helps only those who look for its known holes.</summary>
public sealed class SoftwareNameTests
{
    private static readonly string[] Telling = ["kestrel", "asp", ".net", ProductVersion.Text];

    [Theory]
    [InlineData("GET", "/health")]
    [InlineData("POST", "/register")]
    [InlineData("POST", "/update")]
    [InlineData("GET", "/nothing")]
    [InlineData("DELETE", "/register")]
    [Trait("Row", "I06")]
    public async Task Http_headers_do_not_tell_it(string method, string path)
    {
        await using RunningServer server = await RunningServer.StartAsync();

        HttpReply reply = await server.SendAsync(new HttpMethod(method), path);

        string headers = string.Join('\n', reply.Headers.Select(header => $"{header.Key}: {header.Value}"));
        Assert.NotEmpty(headers);
        Assert.All(Telling, word => Assert.DoesNotContain(word, headers, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("Server", reply.Headers.Keys, StringComparer.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("auth.example.org.", "SOA")]
    [InlineData("nobody.auth.example.org.", "TXT")]
    [InlineData("auth.example.org.", "AXFR")]
    [InlineData("example.com.", "A")]
    [Trait("Row", "I06")]
    [Trait("Over", "UDP4")]
    public async Task Dns_replies_do_not_tell_it(string name, string type)
    {
        await using RunningServer server = await RunningServer.StartAsync();
        await using var path = new DatagramPath("UDP4", server.Udp);

        byte[] reply = await path.AskAsync(APacket.Asking(name, type).WithOption(3).ToOctets());

        string text = System.Text.Encoding.Latin1.GetString(reply);
        Assert.All(Telling, word => Assert.DoesNotContain(word, text, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(System.Net.Dns.GetHostName(), text, StringComparison.OrdinalIgnoreCase);
    }
}
