using System.Net;

namespace ValidationZone.Transport.Tests;

public sealed class PacketInfoTests
{
    [Fact]
    public void IPv4_keeps_the_address_that_was_asked_and_loses_the_interface()
    {
        byte[] control = [.. new byte[16], 7, 0, 0, 0, 192, 0, 2, 1, 192, 0, 2, 9, .. new byte[4]];

        PacketInfo.TurnRound(control, isIPv4: true);

        Assert.Equal([0, 0, 0, 0, 192, 0, 2, 1, 192, 0, 2, 9], control[16..28]);
    }

    [Theory]
    [InlineData("2001:db8::1", 0)]
    [InlineData("fec0::1", 0)]
    [InlineData("fe80::1", 7)]
    [InlineData("febf::1", 7)]
    public void IPv6_keeps_the_interface_of_link_local_addresses_only(string address, byte left)
    {
        byte[] control = [.. new byte[16], .. IPAddress.Parse(address).GetAddressBytes(), 7, 0, 0, 0, .. new byte[4]];

        PacketInfo.TurnRound(control, isIPv4: false);

        Assert.Equal([.. IPAddress.Parse(address).GetAddressBytes(), left, 0, 0, 0], control[16..36]);
    }

    [Fact]
    public void Message_that_is_too_short_is_left_alone()
    {
        byte[] control = [1, 2, 3];

        PacketInfo.TurnRound(control, isIPv4: true);

        Assert.Equal([1, 2, 3], control);
    }
}
