using System.Net;
using System.Security.Cryptography;
using ValidationZone.EndToEnd.Tests.Harness;
using ValidationZone.Tests.Support;

namespace ValidationZone.EndToEnd.Tests.Oracles;

/// <summary>
/// Servers of several makes behind one address share a secret (RFC 9018 §5): each must take the cookies of the others.
/// </summary>
/// <remarks>
/// A server shows that it takes a cookie by what it does without one. BIND and Knot, set up to insist, say BADCOOKIE;
/// NSD, which uses cookies for its rate limit only, cuts the reply short once a flood is counted against the asker, and
/// ours does so or says BADCOOKIE. With a valid cookie each of them sends the whole answer.
/// </remarks>
public sealed class CookieInterchangeTests : IDisposable
{
    private const ushort Cookie = 10;
    private const int ClientLength = 8;
    private const int Flood = 200;
    private const int Repetitions = 20;

    private readonly TempFolder _folder = new();
    private readonly string _secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [Trait("Row", "C13")]
    [Trait("Over", "UDP4")]
    [InlineData("named")]
    [InlineData("knotd")]
    [InlineData("nsd")]
    public async Task Cookies_of_each_server_are_taken_by_the_other(string program)
    {
        Tools.Require(program);
        string zone = _folder.Write("shared.zone", ZoneText);
        await using ServerProcess ours = await StartOursAsync(zone);
        await using OracleServer theirs = await OracleServer.StartWithCookiesAsync(
            program, _folder, GeneratedServer.Apex, zone, _secret);
        using var us = new DnsClient(ours.DnsPort);
        using var them = new DnsClient(theirs.Endpoint);

        byte[] ourCookie = Learn(us);
        byte[] theirCookie = Learn(them);

        Assert.True(Takes(us, theirCookie), $"our server refuses the cookie of {program}");
        Assert.True(Takes(them, ourCookie), $"{program} refuses our server's cookie");
        Assert.False(Takes(us, Spoil(theirCookie)), "our server takes a spoilt cookie");
        Assert.False(Takes(them, Spoil(ourCookie)), $"{program} takes a spoilt cookie");
    }

    private static string ZoneText => $"""
        $ORIGIN {GeneratedServer.Apex}
        $TTL 60
        @ SOA ns1 hostmaster 1 3600 600 86400 5
        @ NS ns1
        ns1 A 127.0.0.1

        """;

    private Task<ServerProcess> StartOursAsync(string zoneFile)
    {
        var settings = new Dictionary<string, string>
        {
            ["VALIDATIONZONE_Dns__Cookies__Secret"] = _secret,
            ["VALIDATIONZONE_Dns__Workers"] = "1",
            ["VALIDATIONZONE_Dns__RateLimit__RepliesPerSecond"] = "2",
            ["VALIDATIONZONE_Dns__RateLimit__Burst"] = "2",
        };
        return ServerProcess.StartAsync(
            _folder.Combine("data", "validationzone.db"), settings, "--zone-file", zoneFile);
    }

    /// <summary>Asks with a client's half alone; whatever the reply says, it brings a whole cookie.</summary>
    private static byte[] Learn(DnsClient client)
    {
        byte[] half = RandomNumberGenerator.GetBytes(ClientLength);
        byte[] cookie = CookieOf(client.Ask(Question().WithOption(Cookie, half).ToOctets()));
        Assert.Equal(24, cookie.Length);
        Assert.Equal(half, cookie[..ClientLength]);
        return cookie;
    }

    /// <summary>Whether a cookie brings the whole answer, at a server that would not send it without.</summary>
    private static bool Takes(DnsClient server, byte[] cookie)
    {
        // What NSD and ours hold against this address; the other two do not count.
        for (int i = 0; i < Flood; i++)
            Assert.NotNull(server.Ask(Question().ToOctets()));

        // Again and again: one alone may come through without a valid cookie, when the flood is half a second ago.
        byte[] question = Question().WithOption(Cookie, cookie).ToOctets();
        DnsReply[] replies = [.. Enumerable.Range(0, Repetitions).Select(_ => server.Ask(question)!)];
        Assert.All(replies, reply => Assert.Equal(cookie[..ClientLength], CookieOf(reply)[..ClientLength]));
        return replies.All(reply => reply is { Rcode: "NOERROR", IsTruncated: false, Answer.Count: 1 });
    }

    private static APacket Question() => APacket.Asking(GeneratedServer.Apex, "SOA").WithEdns();

    private static byte[] Spoil(byte[] cookie) => [.. cookie[..^1], (byte)(cookie[^1] ^ 1)];

    private static byte[] CookieOf(DnsReply? reply) =>
        reply!.Edns!.Options.Single(option => option.Code == Cookie).Octets;
}
