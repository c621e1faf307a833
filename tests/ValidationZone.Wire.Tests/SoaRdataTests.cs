using ValidationZone.Tests.Support;

namespace ValidationZone.Wire.Tests;

public sealed class SoaRdataTests
{
    [Fact]
    public void Names_come_first_and_the_serial_is_the_first_number()
    {
        var soa = new SoaRdata(
            DomainName.Parse("ns1.example."), DomainName.Parse("host.example."), 0xFFFFFFFE, 2, 3, 4, 5);

        byte[] expected =
        [
            .. WireName.ToOctets("ns1.example."), .. WireName.ToOctets("host.example."),
            0xFF, 0xFF, 0xFF, 0xFE, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0, 5,
        ];
        Assert.Equal(expected, soa.ToRdata());
        Assert.Equal(SoaRdata.NumbersLengthInOctets, expected.AsSpan().Length - 13 - 14);
    }
}
