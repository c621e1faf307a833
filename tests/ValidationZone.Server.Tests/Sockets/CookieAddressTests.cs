using System.Net;
using ValidationZone.Authority.Answering;
using ValidationZone.Tests.Support;

namespace ValidationZone.Server.Tests.Sockets;

/// <summary>A cookie is good for the address that it was given to, as the sockets see it.</summary>
public sealed class CookieAddressTests : IAsyncLifetime
{
    private const ushort Cookie = 10;
    private static readonly IPAddress Other = IPAddress.Parse("127.0.0.2");
    private DnsSockets _sockets = null!;

    public async ValueTask InitializeAsync() => _sockets = await DnsSockets.StartAsync(
        AZone.Loaded(new AnswererOptions { Cookies = CookieSecrets.Generate() }));

    public ValueTask DisposeAsync() => _sockets.DisposeAsync();

    [Theory]
    [InlineData("UDP4")]
    [InlineData("TCP4")]
    [InlineData("DOT4")]
    [Trait("Row", "C08")]
    [Trait("Over", "UDP4 TCP4 DOT4")]
    public async Task Cookie_of_another_address_is_not_valid(string name)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux has all of 127.0.0.0/8");
        await using ScenarioPath owner = Path(name, IPAddress.Loopback);
        await using ScenarioPath thief = Path(name, Other);

        byte[] cookie = CookieOf(await AskAsync(owner, [1, 2, 3, 4, 5, 6, 7, 8]));
        DnsReply own = await AskAsync(owner, cookie);
        DnsReply stolen = await AskAsync(thief, cookie);

        Assert.Equal(("NOERROR", "BADCOOKIE"), (own.Rcode, stolen.Rcode));
        Assert.Equal("NOERROR", (await AskAsync(thief, CookieOf(stolen))).Rcode);
    }

    [Theory]
    [InlineData("UDP4", "TCP4")]
    [InlineData("TCP4", "DOT4")]
    [InlineData("DOT6", "UDP6")]
    [Trait("Row", "C06")]
    public async Task Cookie_is_good_on_every_transport(string first, string second)
    {
        await using ScenarioPath one = Path(first);
        await using ScenarioPath other = Path(second);

        byte[] cookie = CookieOf(await AskAsync(one, [1, 2, 3, 4, 5, 6, 7, 8]));

        Assert.Equal("NOERROR", (await AskAsync(other, cookie)).Rcode);
    }

    private ScenarioPath Path(string name, IPAddress? source = null) =>
        _sockets.Paths(source).First(path => path.Name == name);

    /// <summary>Without a question: only such a request is told that its cookie is not valid.</summary>
    private static async Task<DnsReply> AskAsync(ScenarioPath path, byte[] cookie) =>
        DnsReply.Parse(await path.AskAsync(new APacket().WithOption(Cookie, cookie).ToOctets()));

    private static byte[] CookieOf(DnsReply reply) =>
        Assert.Single(reply.Edns!.Options, option => option.Code == Cookie).Octets;
}
