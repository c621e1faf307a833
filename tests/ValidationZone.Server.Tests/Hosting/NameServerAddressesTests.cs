using System.Net;
using ValidationZone.Server.Hosting;

namespace ValidationZone.Server.Tests;

public sealed class NameServerAddressesTests
{
    private static readonly string[] Machine =
    [
        "127.0.0.1", "::1", "10.0.0.5", "100.64.0.1", "169.254.1.1", "fe80::1", "fd00::1",
        "203.0.113.5", "2001:db8::5", "2a00::5",
    ];

    [Theory]
    [InlineData("127.0.0.1:5353", "127.0.0.1")]
    [InlineData("10.0.0.5:53", "10.0.0.5")]
    [InlineData("10.0.0.5:53,10.0.0.5:5353", "10.0.0.5")]
    [InlineData("192.0.2.1:53,[2001:db8::1]:53", "192.0.2.1,2001:db8::1")]
    [InlineData("0.0.0.0:53", "203.0.113.5")]
    [InlineData("[::]:53", "2001:db8::5,2a00::5")]
    public void Listed_addresses_stand_for_themselves_and_wildcards_for_global_ones(string listeners, string expected)
    {
        IReadOnlyList<IPAddress> found = NameServerAddresses.Find(
            [.. listeners.Split(',').Select(IPEndPoint.Parse)], [.. Machine.Select(IPAddress.Parse)]);

        Assert.Equal(expected, string.Join(',', found));
    }

    [Fact]
    public void Machine_without_a_global_address_gives_none()
    {
        Assert.Empty(NameServerAddresses.Find([new IPEndPoint(IPAddress.Any, 53)], [IPAddress.Parse("192.168.1.5")]));
    }
}
