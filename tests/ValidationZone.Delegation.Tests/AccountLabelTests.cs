using ValidationZone.Delegation.Steps;
using ValidationZone.Wire;

namespace ValidationZone.Delegation.Tests;

public sealed class AccountLabelTests
{
    // The first is the example of the specification.
    [Theory]
    [InlineData("https://example.com/acme/acct/ExampleAccount", "_ujmmovf2vn55tgye")]
    [InlineData("https://example.com/acme/acct/12345", "_ao3pcvmacvwyw63b")]
    [InlineData("http://localhost:4000/acme/acct/1", "_vkbgbqfhr6yv2asd")]
    public void Label_is_that_of_the_specification(string url, string label) =>
        Assert.Equal(label, AccountLabel.Of(url));

    [Fact]
    public void Name_that_would_be_too_long_is_refused()
    {
        var name = DomainName.Parse(string.Concat(Enumerable.Repeat(new string('a', 59) + ".", 4)));

        Assert.False(AccountLabel.TryName(name, "https://ca.example/1", out _));
    }
}
