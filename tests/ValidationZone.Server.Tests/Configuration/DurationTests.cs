using ValidationZone.Server.Configuration;

namespace ValidationZone.Server.Tests;

public sealed class DurationTests
{
    [Theory]
    [InlineData("5s", 5)]
    [InlineData("90", 90)]
    [InlineData("2m", 120)]
    [InlineData("24h", 86_400)]
    [InlineData("1D", 86_400)]
    [InlineData("0", 0)]
    [InlineData("3650d", 315_360_000)]
    public void Whole_number_with_or_without_a_unit_is_a_duration(string text, int seconds)
    {
        Assert.True(Duration.TryParse(text, out TimeSpan? duration));
        Assert.Equal(seconds, duration.Value.TotalSeconds);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("5x")]
    [InlineData("-5s")]
    [InlineData("+5s")]
    [InlineData("1.5h")]
    [InlineData("1h30m")]
    [InlineData("00:05:00")]
    [InlineData("5 s")]
    [InlineData("3651d")]
    [InlineData("9999999999999999999")]
    public void Anything_else_is_not(string? text)
    {
        Assert.False(Duration.TryParse(text, out _));
    }
}
