using System.Net;
using ValidationZone.Server.Api.Limits;

namespace ValidationZone.Server.Tests;

public sealed class SourcePrefixTests
{
    [Theory]
    [InlineData("192.0.2.1", "192.0.2.255", true)]
    [InlineData("192.0.2.1", "192.0.3.1", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.9", true)]
    [InlineData("2001:db8:0:100::1", "2001:db8:0:1ff:ffff::1", true)]
    [InlineData("2001:db8:0:100::1", "2001:db8:0:200::1", false)]
    [InlineData("0.0.1.1", "::100:0:0:0:0", false)]
    [InlineData("127.0.0.1", "::1", false)]
    public void Addresses_share_a_prefix_as_they_do_for_DNS_replies(string one, string other, bool isShared)
    {
        ulong first = SourcePrefix.Of(IPAddress.Parse(one));
        ulong second = SourcePrefix.Of(IPAddress.Parse(other));

        Assert.Equal(isShared, first == second);
    }
}
