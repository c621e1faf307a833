using FsCheck;
using FsCheck.Fluent;

namespace ValidationZone.Wire.Tests;

public sealed class TxtRdataTests
{
    [Theory]
    [InlineData(0, new[] { 0 })]
    [InlineData(1, new[] { 1 })]
    [InlineData(43, new[] { 43 })]
    [InlineData(255, new[] { 255 })]
    [InlineData(256, new[] { 255, 1 })]
    [InlineData(510, new[] { 255, 255 })]
    [InlineData(511, new[] { 255, 255, 1 })]
    public void Long_texts_become_several_strings(int length, int[] strings)
    {
        byte[] rdata = TxtRdata.FromText(new byte[length]);

        Assert.Equal(strings, StringsOf(rdata).Select(text => text.Length));
    }

    [Fact]
    public void Joined_strings_are_the_text()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), text =>
        {
            byte[] longText = [.. Enumerable.Repeat(text, 40).SelectMany(octet => octet)];
            return StringsOf(TxtRdata.FromText(longText)).SelectMany(octets => octets).SequenceEqual(longText);
        }).QuickCheckThrowOnFailure();
    }

    private static List<byte[]> StringsOf(byte[] rdata)
    {
        var strings = new List<byte[]>();
        for (int at = 0; at < rdata.Length; at += 1 + rdata[at])
            strings.Add(rdata[(at + 1)..(at + 1 + rdata[at])]);

        return strings;
    }
}
