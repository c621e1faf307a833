using System.Text;
using ValidationZone.Tests.Support;

namespace ValidationZone.Wire.Tests;

public sealed class DomainNameTests
{
    private static readonly string FourLabels =
        $"{new string('a', 63)}.{new string('b', 63)}.{new string('c', 63)}.{new string('d', 61)}.";

    [Theory]
    [InlineData(".", ".")]
    [InlineData("example.net", "example.net.")]
    [InlineData("example.net.", "example.net.")]
    [InlineData("ExAmple.NET", "ExAmple.NET.")]
    [InlineData(@"a\.b.net", @"a\.b.net.")]
    [InlineData(@"a\\b", @"a\\b.")]
    [InlineData(@"\000\032\255.net", @"\000\032\255.net.")]
    [InlineData(@"\065.net", "A.net.")]
    [InlineData(@"\(x\)", @"\(x\).")]
    [InlineData(@"quote\""d", @"quote\""d.")]
    [InlineData("_acme-challenge.*.net", "_acme-challenge.*.net.")]
    public void Text_is_read_and_printed_in_one_form(string text, string printed)
    {
        Assert.Equal(printed, DomainName.Parse(text).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData(".a")]
    [InlineData("a..b")]
    [InlineData("a b")]
    [InlineData("a\tb")]
    [InlineData("b\u00fccher.example")]
    [InlineData("\u0161.example")]
    [InlineData(@"a\")]
    [InlineData(@"a\1")]
    [InlineData(@"a\12")]
    [InlineData(@"a\256")]
    [InlineData(@"a\1b2")]
    [InlineData(@"a\ b")]
    [InlineData(@"a\1+2")]
    public void Text_that_is_no_name_is_refused(string text)
    {
        Assert.False(DomainName.TryParse(text, out _));
        Assert.Throws<FormatException>(() => DomainName.Parse(text));
    }

    [Fact]
    public void A_name_of_255_octets_is_the_longest()
    {
        DomainName longest = DomainName.Parse(FourLabels);

        Assert.Equal(255, longest.Wire.Length);
        Assert.False(DomainName.TryParse(FourLabels.Insert(200, "d"), out _));
        Assert.False(DomainName.TryParse("x." + FourLabels, out _));
    }

    [Fact]
    public void A_label_of_63_octets_is_the_longest()
    {
        Assert.True(DomainName.TryParse(new string('x', 63), out _));
        Assert.False(DomainName.TryParse(new string('x', 64), out _));
        Assert.False(DomainName.TryParse("a." + new string('x', 64) + ".b", out _));
    }

    [Fact]
    public void Wire_form_agrees_with_an_independent_encoder()
    {
        foreach (string text in (string[])["a.b.c.", @"x\.y.example.", @"\000\255.", FourLabels])
            Assert.Equal(WireName.ToOctets(text), DomainName.Parse(text).Wire.ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("01")]
    [InlineData("0161")]
    [InlineData("016100ff")]
    [InlineData("0000")]
    [InlineData("c00c")]
    [InlineData("4061")]
    public void Octets_that_are_not_exactly_one_name_are_refused(string hex)
    {
        Assert.False(DomainName.TryFromWire(Convert.FromHexString(hex), out DomainName? name));
        Assert.Null(name);
    }

    [Fact]
    public void Wire_octets_are_copied()
    {
        byte[] octets = WireName.ToOctets("abc.");
        Assert.True(DomainName.TryFromWire(octets, out DomainName? name));

        octets[1] = (byte)'x';

        Assert.Equal("abc.", name.ToString());
    }

    [Theory]
    [InlineData("Auth.Example.NET", "aUTH.eXAMPLE.net", true)]
    [InlineData("auth.example.net", "auth.example.ne", false)]
    [InlineData("a.b", @"a\.b", false)]
    [InlineData(@"\201", @"\233", false)]
    [InlineData("[", "{", false)]
    [InlineData("@a", "`a", false)]
    public void Names_are_equal_when_only_ASCII_case_differs(string left, string right, bool areEqual)
    {
        DomainName leftName = DomainName.Parse(left.Replace("@", @"\@", StringComparison.Ordinal));
        DomainName rightName = DomainName.Parse(right);

        Assert.Equal(areEqual, leftName.Equals(rightName));
        Assert.Equal(areEqual, leftName.Equals((object)rightName));
        Assert.Equal(areEqual, leftName.GetHashCode() == rightName.GetHashCode());
    }

    [Theory]
    [InlineData("auth.example.net", "auth.example.net", true)]
    [InlineData("x.AUTH.example.net", "auth.EXAMPLE.net", true)]
    [InlineData("a.b.c.auth.example.net", "auth.example.net", true)]
    [InlineData("auth.example.net", ".", true)]
    [InlineData("xauth.example.net", "auth.example.net", false)]
    [InlineData("example.net", "auth.example.net", false)]
    [InlineData("auth.example.net.evil", "auth.example.net", false)]
    [InlineData(@"x\.auth.example.net", "auth.example.net", false)]
    public void Descent_counts_whole_labels_only(string name, string ancestor, bool isBelow)
    {
        Assert.Equal(isBelow, DomainName.Parse(name).IsAtOrBelow(DomainName.Parse(ancestor)));
    }

    [Fact]
    public void An_octet_that_looks_like_a_length_does_not_start_a_label()
    {
        // The label "\004auth" ends in octets that read like the label "auth".
        DomainName name = DomainName.Parse(@"\004auth.example.net");

        Assert.False(name.IsAtOrBelow(DomainName.Parse("auth.example.net")));
    }

    [Fact]
    public void Parents_end_at_the_root()
    {
        DomainName name = DomainName.Parse("a.bc.def");

        Assert.Equal("bc.def.", name.Parent?.ToString());
        Assert.Equal(".", name.Parent?.Parent?.Parent?.ToString());
        Assert.Null(DomainName.Root.Parent);
        Assert.Equal([3, 0], new[] { name.LabelCount, DomainName.Root.LabelCount });
    }

    [Fact]
    public void Prepending_keeps_the_limits()
    {
        DomainName parent = DomainName.Parse(FourLabels[64..]);

        Assert.True(parent.TryPrepend("L"u8, out DomainName? child));
        Assert.Equal("L." + FourLabels[64..], child.ToString());
        Assert.True(parent.TryPrepend(Encoding.ASCII.GetBytes(new string('a', 63)), out _));
        Assert.False(parent.TryPrepend(Encoding.ASCII.GetBytes(new string('a', 64)), out _));
        Assert.False(parent.TryPrepend([], out _));
        Assert.False(DomainName.Parse(FourLabels).TryPrepend("a"u8, out _));
    }
}
