namespace ValidationZone.Delegation.Tests;

public sealed class CheckedDomainTests
{
    [Theory]
    [InlineData("www.example.org", "www.example.org.", false)]
    [InlineData("WWW.Example.org.", "www.example.org.", false)]
    [InlineData("*.example.org", "example.org.", true)]
    [InlineData("xn--bcher-kva.example", "xn--bcher-kva.example.", false)]
    [InlineData("1.2.3.4.example", "1.2.3.4.example.", false)]
    public void Domain_is_read(string text, string name, bool isWildcard)
    {
        bool isRead = CheckedDomain.TryParse(text, isWildcard: false, out CheckedDomain? domain, out string? problem);

        Assert.True(isRead, problem);
        Assert.Equal((name, isWildcard), ($"{domain!.Name}", domain.IsWildcard));
        Assert.Equal("_acme-challenge." + name, $"{domain.ValidationName}");
    }

    [Theory]
    [InlineData("", "not a host name")]
    [InlineData(".", "not a host name")]
    [InlineData("a..example", "not a host name")]
    [InlineData("-a.example", "not a host name")]
    [InlineData("a_b.example", "not a host name")]
    [InlineData("a\\.b.example", "not a host name")]
    [InlineData("*.*.example.org", "not a host name")]
    [InlineData("a b.example", "not a host name")]
    [InlineData("com", "below a top-level domain")]
    [InlineData("bücher.example", "xn--")]
    [InlineData("_acme-challenge.example.org", "without _acme-challenge")]
    [InlineData("192.0.2.1", "address")]
    [InlineData("2001:db8::1", "address")]
    [InlineData("https://example.org/", "URL")]
    [InlineData("127.1", "address")]
    [InlineData("printer.local", "no names below local")]
    [InlineData("www.localhost", "no names below localhost")]
    [InlineData("db.corp.internal", "no names below internal")]
    [InlineData("x.invalid", "no names below invalid")]
    [InlineData("x.test", "no names below test")]
    [InlineData("x.onion", "no names below onion")]
    [InlineData("x.alt", "no names below alt")]
    [InlineData("router.home.ARPA", "no names below arpa")]
    public void What_no_authority_would_issue_for_is_refused_with_a_reason(string text, string reason)
    {
        bool isRead = CheckedDomain.TryParse(text, isWildcard: false, out _, out string? problem);

        Assert.False(isRead);
        Assert.Contains(reason, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Domain_without_room_for_the_validation_label_is_refused()
    {
        string label = new('a', 61);
        string text = $"{label}.{label}.{label}.{label[..55]}";

        Assert.False(CheckedDomain.TryParse(text, isWildcard: false, out _, out string? problem));
        Assert.Contains("too long", problem, StringComparison.Ordinal);
    }
}
