namespace ValidationZone.Accounts.Tests;

public sealed class BcryptHashTests
{
    private const string Rest = "8JEFVNYYhLoBysjAxe2yBuXrkDojBQBkVpXEQgyQyjn43SvJ4vL36";

    [Theory]
    [InlineData("$2a$10$" + Rest)]
    [InlineData("$2b$04$" + Rest)]
    [InlineData("$2y$12$" + Rest)]
    public void Hash_of_a_cost_that_can_be_afforded_is_well_formed(string text) =>
        Assert.True(BcryptHash.IsWellFormed(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("$2a$10$" + Rest + "6")]
    [InlineData("$2x$10$" + Rest)]
    [InlineData("$1a$10$" + Rest)]
    [InlineData("$2a$31$" + Rest)]
    [InlineData("$2a$13$" + Rest)]
    [InlineData("$2a$03$" + Rest)]
    [InlineData("$2a$1a$" + Rest)]
    [InlineData("$2a$10$!JEFVNYYhLoBysjAxe2yBuXrkDojBQBkVpXEQgyQyjn43SvJ4vL36")]
    public void Anything_else_is_not(string? text) => Assert.False(BcryptHash.IsWellFormed(text));

    [Theory]
    [InlineData("$2a$")]
    [InlineData("$2b$")]
    [InlineData("$2y$")]
    public void Key_matches_its_own_hash_in_each_form_that_libraries_write(string prefix)
    {
        string hash = prefix + AnImportedKey.Hash(AnImportedKey.Right)[prefix.Length..];

        Assert.True(BcryptHash.Matches(AnImportedKey.Right, hash));
        Assert.False(BcryptHash.Matches(AnImportedKey.Wrong(1), hash));
    }
}
