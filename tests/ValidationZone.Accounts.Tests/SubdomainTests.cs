using ValidationZone.Wire;

namespace ValidationZone.Accounts.Tests;

public sealed class SubdomainTests
{
    private static readonly string LongestLabel = new('a', 63);

    [Fact]
    public void Generated_subdomain_is_a_version_4_UUID()
    {
        Subdomain subdomain = Subdomain.Generate();

        Assert.Matches("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", subdomain.Text);
        Assert.NotEqual(subdomain, Subdomain.Generate());
        Assert.Equal(subdomain, A.Subdomain(subdomain.Text));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("0")]
    [InlineData("www.example.com")]
    [InlineData("xn--bcher-kva")]
    public void Lower_case_labels_are_a_subdomain(string text)
    {
        Assert.True(Subdomain.TryParse(text, out Subdomain? subdomain));
        Assert.Equal(text, subdomain.Text);
        Assert.Equal($"{text}.auth.example.org", subdomain.ToFulldomain(TestZone.Apex));
        Assert.Equal(DomainName.Parse($"{text}.auth.example.org"), subdomain.Under(TestZone.Apex));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a.")]
    [InlineData(".a")]
    [InlineData("a..b")]
    [InlineData("A")]
    [InlineData("_acme-challenge")]
    [InlineData("a._acme-challenge")]
    [InlineData("-a")]
    [InlineData("a_b")]
    [InlineData("a b")]
    [InlineData("*")]
    [InlineData("a\\046b")]
    [InlineData("ä")]
    [InlineData("a\0")]
    public void Names_that_the_field_gives_a_meaning_are_refused(string text)
    {
        Assert.False(Subdomain.TryParse(text, out Subdomain? subdomain));
        Assert.Null(subdomain);
    }

    [Fact]
    public void Label_longer_than_63_octets_is_refused()
    {
        Assert.True(Subdomain.TryParse(LongestLabel, out Subdomain? longest));
        Assert.Equal(DomainName.Parse($"{LongestLabel}.auth.example.org"), longest.Under(TestZone.Apex));
        Assert.False(Subdomain.TryParse(LongestLabel + "a", out Subdomain? _));
    }

    [Fact]
    public void Name_that_does_not_fit_under_the_apex_has_no_place_in_DNS()
    {
        Subdomain fits = A.Subdomain($"{LongestLabel}.{LongestLabel}.{LongestLabel}.{new string('b', 44)}");
        Subdomain tooLong = A.Subdomain($"{LongestLabel}.{LongestLabel}.{LongestLabel}.{new string('b', 45)}");

        Assert.Equal(DomainName.MaxLengthInOctets, fits.Under(TestZone.Apex)!.Wire.Length);
        Assert.Null(tooLong.Under(TestZone.Apex));
    }
}
