namespace ValidationZone.Wire.Tests;

public sealed class CaaRdataTests
{
    [Fact]
    public void Flags_tag_and_value_are_read_and_the_tag_has_no_letter_case()
    {
        Assert.True(CaaRdata.TryRead([128, 5, .. "ISSue"u8, .. "ca.example"u8], out CaaRdata? caa));

        Assert.Equal((true, "issue"), (caa.IsCritical, caa.Tag));
        Assert.Equal("ca.example"u8, caa.Value.Span);
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0 })]
    [InlineData(new byte[] { 0, 0 })]
    [InlineData(new byte[] { 0, 5, (byte)'a' })]
    [InlineData(new byte[] { 0, 1, (byte)'-' })]
    [InlineData(new byte[] { 0, 1, 0xE9 })]
    public void Malformed_RDATA_is_refused(byte[] rdata) => Assert.False(CaaRdata.TryRead(rdata, out _));
}
