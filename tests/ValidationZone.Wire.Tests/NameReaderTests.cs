namespace ValidationZone.Wire.Tests;

public sealed class NameReaderTests
{
    [Fact]
    public void Folding_agrees_with_a_plain_loop_for_every_octet_at_every_length()
    {
        var octets = new byte[255];
        var folded = new byte[255];
        for (int length = 0; length <= 255; length++)
        {
            for (int shift = 0; shift < 256; shift += 5)
            {
                for (int i = 0; i < length; i++)
                    octets[i] = (byte)(i + shift);

                NameReader.FoldCase(octets.AsSpan(0, length), folded);

                for (int i = 0; i < length; i++)
                    Assert.Equal(FoldPlainly(octets[i]), folded[i]);
            }
        }
    }

    [Fact]
    public void Folding_treats_every_octet_in_every_lane_alike()
    {
        var octets = new byte[8];
        var folded = new byte[8];
        for (int lane = 0; lane < 8; lane++)
        {
            for (int value = 0; value < 256; value++)
            {
                Array.Fill(octets, (byte)0xFF);
                octets[lane] = (byte)value;

                NameReader.FoldCase(octets, folded);

                for (int i = 0; i < 8; i++)
                    Assert.Equal(FoldPlainly(octets[i]), folded[i]);
            }
        }
    }

    [Fact]
    public void Folding_writes_nothing_behind_the_name()
    {
        var folded = new byte[32];
        Array.Fill(folded, (byte)0xEE);

        NameReader.FoldCase(new byte[13], folded);

        Assert.True(folded.AsSpan(13).IndexOfAnyExcept((byte)0xEE) < 0);
    }

    [Theory]
    [InlineData("00", 1)]
    [InlineData("016100", 3)]
    [InlineData("0161000000", 3)]
    [InlineData("", 0)]
    [InlineData("01", 0)]
    [InlineData("0161", 0)]
    [InlineData("03610000", 0)]
    [InlineData("c00c", 0)]
    [InlineData("0161c00c", 0)]
    [InlineData("4100", 0)]
    [InlineData("8100", 0)]
    public void Measuring_takes_plain_labels_only(string hex, int expected)
    {
        bool isName = NameReader.TryMeasure(Convert.FromHexString(hex), out int length);

        Assert.Equal(expected > 0, isName);
        Assert.Equal(expected, length);
    }

    [Theory]
    [InlineData(254, true)]
    [InlineData(255, true)]
    [InlineData(256, false)]
    [InlineData(257, false)]
    public void Measuring_stops_at_255_octets(int total, bool isName)
    {
        byte[] octets = NameOfLength(total);

        Assert.Equal(total, octets.Length);
        Assert.Equal(isName, NameReader.TryMeasure(octets, out int length));
        Assert.Equal(isName ? total : 0, length);
    }

    [Fact]
    public void Skipping_a_plain_name_ends_behind_it()
    {
        byte[] message = [.. new byte[12], 1, (byte)'a', 0, 99];
        int at = 12;

        Assert.True(NameReader.TrySkip(message, ref at));
        Assert.Equal(15, at);
    }

    [Fact]
    public void Skipping_a_pointer_ends_behind_its_two_octets()
    {
        byte[] message = [.. new byte[12], 1, (byte)'a', 0, 1, (byte)'b', 0xC0, 12, 99];
        int at = 15;

        Assert.True(NameReader.TrySkip(message, ref at));
        Assert.Equal(19, at);
    }

    [Fact]
    public void Skipping_several_pointers_ends_behind_the_first()
    {
        byte[] message = [.. new byte[12], 0, 0xC0, 12, 0xC0, 13, 0xC0, 15, 99];
        int at = 17;

        Assert.True(NameReader.TrySkip(message, ref at));
        Assert.Equal(19, at);
    }

    [Theory]
    [InlineData("c00c")]
    [InlineData("c00d")]
    [InlineData("c00e")]
    [InlineData("c000")]
    [InlineData("c00b")]
    [InlineData("ffff")]
    [InlineData("c0")]
    [InlineData("0161")]
    [InlineData("0161c00c")]
    [InlineData("4000")]
    [InlineData("8000")]
    [InlineData("bf00")]
    [InlineData("")]
    public void Skipping_refuses_what_leads_nowhere(string hex)
    {
        byte[] message = [.. new byte[12], .. Convert.FromHexString(hex)];
        int at = 12;

        Assert.False(NameReader.TrySkip(message, ref at));
    }

    [Fact]
    public void Skipping_refuses_pointers_that_point_at_each_other()
    {
        byte[] message = [.. new byte[12], 0xC0, 14, 0xC0, 12];
        int at = 14;

        Assert.False(NameReader.TrySkip(message, ref at));
    }

    [Theory]
    [InlineData(255, true)]
    [InlineData(256, false)]
    public void Skipping_counts_the_octets_behind_a_pointer(int total, bool isName)
    {
        byte[] tail = NameOfLength(total - 10);
        byte[] message = [.. new byte[12], .. tail, 9, .. "123456789"u8, 0xC0, 12];
        int at = 12 + tail.Length;

        Assert.Equal(isName, NameReader.TrySkip(message, ref at));
    }

    private static byte FoldPlainly(byte octet) =>
        octet is >= (byte)'A' and <= (byte)'Z' ? (byte)(octet + ('a' - 'A')) : octet;

    private static byte[] NameOfLength(int total)
    {
        var octets = new List<byte>();
        while (octets.Count < total - 1)
        {
            int label = Math.Min(63, total - 2 - octets.Count);
            if (total - 2 - octets.Count - label == 1)
                label--;

            octets.Add((byte)label);
            octets.AddRange(Enumerable.Repeat((byte)'n', label));
        }

        octets.Add(0);
        return [.. octets];
    }

    [Fact]
    public void Name_is_folded_when_folding_would_change_nothing()
    {
        for (int octet = 0; octet < 256; octet++)
        {
            byte[] name = [.. "abcdefgh"u8, .. "ijklmnop"u8, (byte)octet];
            var folded = new byte[name.Length];
            NameReader.FoldCase(name, folded);

            Assert.Equal(name.AsSpan().SequenceEqual(folded), NameReader.IsFolded(name));
        }
    }
}
