namespace ValidationZone.Wire.Tests;

public sealed class EdnsOptionsTests
{
    [Theory]
    [InlineData("", true)]
    [InlineData("00030000", true)]
    [InlineData("000a0002abcd00030000", true)]
    [InlineData("00", false)]
    [InlineData("0003", false)]
    [InlineData("000300", false)]
    [InlineData("00030001", false)]
    [InlineData("000a0003abcd", false)]
    [InlineData("0003000000", false)]
    [InlineData("0003ffff00", false)]
    public void Options_must_fill_the_record_exactly(string hex, bool areWellFormed)
    {
        Assert.Equal(areWellFormed, EdnsOptions.AreWellFormed(Convert.FromHexString(hex)));
    }

    [Fact]
    public void The_first_option_of_a_code_is_found()
    {
        byte[] options = Convert.FromHexString("00030000000a0002abcd000a000101");

        Assert.True(EdnsOptions.TryFind(options, EdnsOptionCode.Cookie, out ReadOnlySpan<byte> cookie));
        Assert.Equal("ABCD", Convert.ToHexString(cookie));
        Assert.True(EdnsOptions.TryFind(options, EdnsOptionCode.Nsid, out ReadOnlySpan<byte> nsid));
        Assert.True(nsid.IsEmpty);
    }

    [Fact]
    public void An_option_that_is_not_there_is_not_found()
    {
        byte[] options = Convert.FromHexString("000a0004000f0000");

        Assert.False(EdnsOptions.TryFind(options, EdnsOptionCode.ExtendedError, out ReadOnlySpan<byte> value));
        Assert.True(value.IsEmpty);
        Assert.False(EdnsOptions.TryFind([], EdnsOptionCode.Cookie, out _));
    }
}
