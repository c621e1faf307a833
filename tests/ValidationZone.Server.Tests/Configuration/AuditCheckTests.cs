using ValidationZone.Server.Configuration;

namespace ValidationZone.Server.Tests;

public sealed class AuditCheckTests
{
    private readonly List<string> _problems = [];

    [Fact]
    public void Files_are_beside_the_database_for_ninety_days_unless_told_otherwise()
    {
        AuditSettings settings = Read(new AuditOptions());

        Assert.Equal(new AuditSettings(IsEnabled: true, Path.Combine("data", "audit"), RetentionDays: 90), settings);
        Assert.Empty(_problems);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("0d", 0)]
    [InlineData("1d", 1)]
    [InlineData("48h", 2)]
    [InlineData("3650d", 3650)]
    public void Retention_is_whole_days(string text, int days)
    {
        Assert.Equal(days, Read(new AuditOptions { Retention = text }).RetentionDays);
        Assert.Empty(_problems);
    }

    [Theory]
    [InlineData("90")]
    [InlineData("12h")]
    [InlineData("-1d")]
    [InlineData("4000d")]
    [InlineData("")]
    [InlineData(null)]
    public void Retention_that_is_not_whole_days_is_refused(string? text)
    {
        Read(new AuditOptions { Retention = text });

        Assert.StartsWith("Audit:Retention: ", Assert.Single(_problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Enabled_is_true_or_false()
    {
        Read(new AuditOptions { Enabled = "yes" });

        Assert.Equal("Audit:Enabled: 'yes' is neither true nor false", Assert.Single(_problems));
    }

    [Fact]
    public void Settings_are_known_keys_and_are_printed()
    {
        string printed = PrintedConfiguration.Print(
            new ServerOptions { Audit = new AuditOptions { Folder = "/srv/audit", Retention = "7d" } });

        Assert.All(["Audit:Enabled", "Audit:Folder", "Audit:Retention"], key => Assert.True(KnownKeys.IsKnown(key)));
        Assert.Contains("\"Folder\": \"/srv/audit\"", printed, StringComparison.Ordinal);
        Assert.Contains("\"Retention\": \"7d\"", printed, StringComparison.Ordinal);
    }

    private AuditSettings Read(AuditOptions options) =>
        new AuditCheck(_problems).Read(options, Path.Combine("data", "validationzone.db"));
}
