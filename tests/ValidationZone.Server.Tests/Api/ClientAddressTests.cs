using System.Net;
using Microsoft.AspNetCore.Http;
using ValidationZone.Server.Api;

namespace ValidationZone.Server.Tests;

/// <summary>Peers and header forms: trusted proxies are 10.0.0.0/8 and 2001:db8:aa::/48.</summary>
public sealed class ClientAddressTests
{
    private const string Proxy = "10.0.0.1";
    private const string ProxyV6 = "2001:db8:aa::1";

    [Theory]

    // An untrusted peer is the client, whatever it claims.
    [InlineData("198.51.100.7", "203.0.113.9", "198.51.100.7")]
    [InlineData("198.51.100.7", "10.0.0.1", "198.51.100.7")]
    [InlineData("198.51.100.7", "10.0.0.1, 10.0.0.2", "198.51.100.7")]
    [InlineData("198.51.100.7", null, "198.51.100.7")]
    [InlineData("11.0.0.1", "203.0.113.9", "11.0.0.1")]
    [InlineData("127.0.0.1", "203.0.113.9", "127.0.0.1")]
    [InlineData("2001:db8:ab::1", "203.0.113.9", "2001:db8:ab::1")]
    [InlineData("::ffff:198.51.100.7", "203.0.113.9", "198.51.100.7")]

    // A trusted peer without a usable header is itself the client.
    [InlineData(Proxy, null, Proxy)]
    [InlineData(Proxy, "", Proxy)]
    [InlineData(Proxy, " ", Proxy)]
    [InlineData(Proxy, ",", Proxy)]

    // One hop.
    [InlineData(Proxy, "203.0.113.9", "203.0.113.9")]
    [InlineData(ProxyV6, "203.0.113.9", "203.0.113.9")]
    [InlineData("::ffff:10.0.0.1", "203.0.113.9", "203.0.113.9")]
    [InlineData(Proxy, "  203.0.113.9\t", "203.0.113.9")]
    [InlineData(Proxy, "203.0.113.9:50123", "203.0.113.9")]
    [InlineData(Proxy, "2001:db8::9", "2001:db8::9")]
    [InlineData(Proxy, "[2001:db8::9]", "2001:db8::9")]
    [InlineData(Proxy, "[2001:db8::9]:443", "2001:db8::9")]
    [InlineData(Proxy, "2001:DB8:0:0::9", "2001:db8::9")]
    [InlineData(Proxy, "::ffff:203.0.113.9", "203.0.113.9")]
    [InlineData(Proxy, "[::ffff:203.0.113.9]:80", "203.0.113.9")]

    // Right to left, past trusted hops only.
    [InlineData(Proxy, "192.0.2.1, 203.0.113.9", "203.0.113.9")]
    [InlineData(Proxy, "192.0.2.1,203.0.113.9,10.0.0.2", "203.0.113.9")]
    [InlineData(Proxy, "192.0.2.1, 203.0.113.9, 10.0.0.3, 10.0.0.2", "203.0.113.9")]
    [InlineData(Proxy, "203.0.113.9, ::ffff:10.0.0.2", "203.0.113.9")]
    [InlineData(Proxy, "203.0.113.9, 2001:db8:aa::2", "203.0.113.9")]
    [InlineData(Proxy, "10.9.9.9, 10.0.0.2", "10.9.9.9")]
    [InlineData(Proxy, "10.0.0.2, 203.0.113.9, 10.0.0.2", "203.0.113.9")]

    // Several lines of the header are one list.
    [InlineData(Proxy, "192.0.2.1|203.0.113.9", "203.0.113.9")]
    [InlineData(Proxy, "203.0.113.9|10.0.0.2", "203.0.113.9")]
    [InlineData(Proxy, "192.0.2.1, 203.0.113.9|10.0.0.3|10.0.0.2", "203.0.113.9")]
    [InlineData(Proxy, "203.0.113.9|junk", Proxy)]

    // What is no address ends the walk at the trusted hop before it.
    [InlineData(Proxy, "unknown", Proxy)]
    [InlineData(Proxy, "_hidden", Proxy)]
    [InlineData(Proxy, "203.0.113.9, unknown", Proxy)]
    [InlineData(Proxy, "203.0.113.9, unknown, 10.0.0.2", "10.0.0.2")]
    [InlineData(Proxy, "203.0.113.9,", Proxy)]
    [InlineData(Proxy, "203.0.113.9,,10.0.0.2", "10.0.0.2")]
    [InlineData(Proxy, "203.0.113.999", Proxy)]
    [InlineData(Proxy, "203.0.113", Proxy)]
    [InlineData(Proxy, "0313.0.113.9", Proxy)]
    [InlineData(Proxy, "203.0.113.09", Proxy)]
    [InlineData(Proxy, "0xcb007109", Proxy)]
    [InlineData(Proxy, "3405803785", Proxy)]
    [InlineData(Proxy, "203.0.113.9:", Proxy)]
    [InlineData(Proxy, "203.0.113.9:99999", Proxy)]
    [InlineData(Proxy, "203.0.113.9:x", Proxy)]
    [InlineData(Proxy, "[203.0.113.9]", Proxy)]
    [InlineData(Proxy, "[2001:db8::9", Proxy)]
    [InlineData(Proxy, "2001:db8::9]", Proxy)]
    [InlineData(Proxy, "[2001:db8::9]443", Proxy)]
    [InlineData(Proxy, "[[2001:db8::9]]", Proxy)]
    [InlineData(Proxy, "fe80::1%eth0", Proxy)]
    [InlineData(Proxy, "2001:db8::9/64", Proxy)]
    [InlineData(Proxy, "\"203.0.113.9\"", Proxy)]
    [InlineData(Proxy, "for=203.0.113.9", Proxy)]
    [InlineData(Proxy, "203.0.113.9 10.0.0.2", Proxy)]
    [InlineData(Proxy, "client.example.com", Proxy)]
    [InlineData(Proxy, "203.0.113.9;10.0.0.2", Proxy)]
    public void Client_is_the_first_address_from_the_right_that_is_no_trusted_proxy(
        string peer, string? lines, string expected)
    {
        var addresses = new ClientAddress(
            [IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("2001:db8:aa::/48")], "X-Forwarded-For");
        var headers = new HeaderDictionary();
        if (lines is not null)
            headers["X-Forwarded-For"] = lines.Split('|');

        IPAddress client = addresses.Resolve(IPAddress.Parse(peer), headers);

        Assert.Equal(expected, client.ToString());
    }

    [Fact]
    public void Only_the_configured_header_is_read()
    {
        var addresses = new ClientAddress([IPNetwork.Parse("10.0.0.0/8")], "CF-Connecting-IP");
        var headers = new HeaderDictionary { ["X-Forwarded-For"] = "192.0.2.1", ["cf-connecting-ip"] = "203.0.113.9" };

        IPAddress client = addresses.Resolve(IPAddress.Parse(Proxy), headers);

        Assert.Equal("203.0.113.9", client.ToString());
    }

    [Fact]
    public void Nobody_is_trusted_by_default()
    {
        var addresses = new ClientAddress([], "X-Forwarded-For");
        var headers = new HeaderDictionary { ["X-Forwarded-For"] = "203.0.113.9" };

        IPAddress client = addresses.Resolve(IPAddress.Loopback, headers);

        Assert.Equal(IPAddress.Loopback, client);
    }

    [Fact]
    public void Peer_that_has_no_address_is_nobody()
    {
        var addresses = new ClientAddress([], "X-Forwarded-For");

        Assert.Equal(IPAddress.None, addresses.Resolve(null, new HeaderDictionary()));
    }
}
