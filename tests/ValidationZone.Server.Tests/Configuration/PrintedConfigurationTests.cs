using ValidationZone.Server.Configuration;

namespace ValidationZone.Server.Tests;

public sealed class PrintedConfigurationTests
{
    [Theory]
    [InlineData("postgres:Host=db;Username=u;Password=hunter2", "postgres:host=db;username=u;password=***")]
    [InlineData("postgres:Host=db;PWD='hun;ter2'", "postgres:host=db;pwd=***")]
    [InlineData("postgres:Host=db;SSL Password=hunter2", "postgres:host=db;ssl password=***")]
    [InlineData("postgres://u:hunter2@db/x", "postgres:***")]
    [InlineData("postgresql://u:hunter2@db/x", "***")]
    [InlineData("nonsense hunter2", "***")]
    [InlineData("sqlite:data/password.db", "sqlite:data/password.db")]
    public void Secrets_of_a_connection_string_are_masked(string database, string expected)
    {
        Assert.Equal(expected, PrintedConfiguration.MaskDatabase(database), ignoreCase: true);
    }
}
