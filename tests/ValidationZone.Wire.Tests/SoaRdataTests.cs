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

    [Fact]
    public void What_was_written_is_read_and_nothing_shorter_or_longer()
    {
        var soa = new SoaRdata(DomainName.Parse("ns1.example."), DomainName.Root, 1, 2, 3, 4, 5);
        byte[] rdata = soa.ToRdata();

        Assert.True(SoaRdata.TryRead(rdata, out SoaRdata? read));
        Assert.Equal(soa, read);
        Assert.False(SoaRdata.TryRead(rdata.AsSpan(1), out _));
        Assert.False(SoaRdata.TryRead(rdata.AsSpan(0, rdata.Length - 1), out _));
        Assert.False(SoaRdata.TryRead([.. rdata, 0], out _));
    }
}
