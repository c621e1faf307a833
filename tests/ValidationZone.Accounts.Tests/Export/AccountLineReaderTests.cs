using System.Text;
using ValidationZone.Accounts.Export;

namespace ValidationZone.Accounts.Tests;

public sealed class AccountLineReaderTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", new string[0])]
    [InlineData("one\n", new[] { "one" })]
    [InlineData("one\ntwo", new[] { "one", "two" })]
    [InlineData("\n\nthree\n", new[] { "", "", "three" })]
    public async Task Lines_end_with_a_newline_or_the_end(string text, string[] lines)
    {
        Assert.Equal(lines, await ReadAsync(text, maxLength: 10));
    }

    [Fact]
    public async Task Line_over_the_limit_is_told_and_the_next_one_is_read()
    {
        string text = $"{new string('a', 10)}\n{new string('b', 11)}\n{new string('c', 1_000_000)}\nnext\n";

        Assert.Equal([new string('a', 10), null, null, "next"], await ReadAsync(text, maxLength: 10));
    }

    [Fact]
    public async Task Long_last_line_without_an_end_is_too_long()
    {
        Assert.Equal([null], await ReadAsync(new string('c', 1_000_000), maxLength: 10));
    }

    [Fact]
    public async Task Line_longer_than_a_read_comes_whole()
    {
        string line = new('x', 500_000);

        Assert.Equal([line, "y"], await ReadAsync(line + "\ny\n", AccountLines.MaxLineLength));
    }

    private static async Task<List<string?>> ReadAsync(string text, int maxLength)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        var reader = new AccountLineReader(stream, maxLength);
        var lines = new List<string?>();
        while (await reader.ReadAsync(Cancellation) is (true, var octets))
        {
            lines.Add(octets is null ? null : Encoding.UTF8.GetString(octets));
            Assert.Equal(lines.Count, reader.Number);
        }

        return lines;
    }
}
