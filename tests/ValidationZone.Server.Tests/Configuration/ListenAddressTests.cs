using System.Net;
using ValidationZone.Server.Configuration;

namespace ValidationZone.Server.Tests;

public sealed class ListenAddressTests
{
    [Theory]
    [InlineData("127.0.0.1:5353", "127.0.0.1:5353")]
    [InlineData("0.0.0.0:53", "0.0.0.0:53")]
    [InlineData("[::1]:5353", "[::1]:5353")]
    [InlineData("[::]:0", "[::]:0")]
    [InlineData("localhost:8080", "127.0.0.1:8080")]
    public void Address_and_port_are_an_endpoint(string text, string expected)
    {
        Assert.True(ListenAddress.TryParse(text, out IPEndPoint? endpoint));
        Assert.Equal(expected, endpoint.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("127.0.0.1")]
    [InlineData("::1:5353")]
    [InlineData("1:53")]
    [InlineData("127.1:53")]
    [InlineData("127.0.0.1:")]
    [InlineData("127.0.0.1:65536")]
    [InlineData("127.0.0.1:-1")]
    [InlineData(":53")]
    [InlineData("[127.0.0.1]:53")]
    [InlineData("ns1.example.org:53")]
    public void Anything_else_is_not(string? text)
    {
        Assert.False(ListenAddress.TryParse(text, out _));
    }

    [Theory]
    [InlineData("0.0.0.0:53", "127.0.0.1:53")]
    [InlineData("[::]:53", "[::1]:53")]
    [InlineData("192.0.2.1:53", "192.0.2.1:53")]
    public void Wildcard_is_reached_over_loopback(string listener, string expected)
    {
        Assert.Equal(expected, ListenAddress.Reachable(IPEndPoint.Parse(listener)).ToString());
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080", true)]
    [InlineData("HTTP://127.0.0.1:8080/", true)]
    [InlineData("https://127.0.0.1:8443", false)]
    [InlineData("127.0.0.1:8080", false)]
    [InlineData("http://127.0.0.1:8080/path", false)]
    [InlineData("http://127.0.0.1", false)]
    public void Api_listens_on_plain_HTTP_URLs(string text, bool isUrl)
    {
        Assert.Equal(isUrl, ListenAddress.TryParseUrl(text, out _));
    }
}
