namespace ValidationZone.Accounts.Tests;

public sealed class SecretsTests
{
    [Fact]
    public void Keys_are_40_characters_of_the_set_and_never_the_same()
    {
        string[] keys = [.. Enumerable.Range(0, 1_000).Select(_ => ApiKey.Generate().Reveal())];

        Assert.All(keys, key => Assert.True(ApiKey.TryParse(key, out ApiKey? _)));
        Assert.Equal(keys.Length, keys.Distinct().Count());
    }

    [Theory]
    [InlineData("")]
    [InlineData("012345678901234567890123456789012345678")]
    [InlineData("01234567890123456789012345678901234567890")]
    [InlineData("012345678901234567890123456789012345678=")]
    [InlineData("012345678901234567890123456789012345678ä")]
    public void Text_that_cannot_be_a_key_is_refused(string text)
    {
        Assert.False(ApiKey.TryParse(text, out ApiKey? key));
        Assert.Null(key);
    }

    [Fact]
    public void Secrets_do_not_print_themselves()
    {
        ApiKey key = ApiKey.Generate();
        var account = new Account(A.Uuid(1), key, A.Subdomain("name"), "name.auth.example.org", AllowFrom.Anywhere);

        string printed = $"{key} {account} {new Registration(RegistrationOutcome.Created, account)}";
        string printedChange = $"{A.Digest(1)} {A.Change("name", 1, 1, default)}";

        Assert.DoesNotContain(key.Reveal(), printed, StringComparison.Ordinal);
        Assert.DoesNotContain(A.Digest(1).Text, printedChange, StringComparison.Ordinal);
    }

    [Fact]
    public void Digest_of_a_key_authorization_is_its_base64url_SHA_256()
    {
        ChallengeDigest digest = ChallengeDigest.FromKeyAuthorization("abc");

        Assert.Equal("ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0", digest.Text);
    }

    [Theory]
    [InlineData("ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0", true)]
    [InlineData("ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa", false)]
    [InlineData("ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa00", false)]
    [InlineData("ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0", false)]
    [InlineData("ungWv48Bz/pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0", false)]
    [InlineData("google-site-verification=ungWv48Bz-pBQUDeX", false)]
    [InlineData("", false)]
    public void Digest_is_43_characters_of_base64url(string text, bool isDigest)
    {
        Assert.Equal(isDigest, ChallengeDigest.TryParse(text, out ChallengeDigest? digest));
        Assert.Equal(isDigest ? text : null, digest?.Text);
    }

    [Fact]
    public void Digests_are_equal_by_their_text()
    {
        bool isRead = ChallengeDigest.TryParse(A.Digest(1).Text, out ChallengeDigest? same);

        Assert.True(isRead);
        Assert.Equal(A.Digest(1), same);
        Assert.Equal(A.Digest(1).GetHashCode(), same!.GetHashCode());
        Assert.NotEqual(A.Digest(1), A.Digest(2));
    }
}
