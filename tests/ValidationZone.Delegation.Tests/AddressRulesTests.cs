using System.Net;
using ValidationZone.Delegation.Asking;
using ValidationZone.Delegation.Report;
using ValidationZone.Delegation.Tests.Scripted;

namespace ValidationZone.Delegation.Tests;

public sealed class AddressRulesTests
{
    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2a00:1450::1", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.31.0.1", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("198.51.100.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fc00::1", false)]
    [InlineData("ff02::1", false)]
    [InlineData("::ffff:8.8.8.8", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("64:ff9b::808:808", false)]
    [InlineData("2002:808:808::1", false)]
    [InlineData("2001:db8::1", false)]
    public void Only_addresses_of_the_whole_internet_are_global(string address, bool isGlobal) =>
        Assert.Equal(isGlobal, AddressRules.IsGlobal(IPAddress.Parse(address)));

    [Fact]
    public async Task Name_servers_inside_our_network_are_not_asked_when_only_global_ones_may_be()
    {
        await using var world = new ScriptedWorld();
        int asked = 0;
        world.First.Script = world.Second.Script = query =>
        {
            Interlocked.Increment(ref asked);
            return world.Production.Answer(query);
        };

        CheckReport report = await world.CheckAsync(limits: world.Limits with { GlobalAddressesOnly = true });

        Assert.Equal(0, asked);
        Assert.Equal(CheckVerdict.Unknown, report.Verdict);
    }
}
