using ValidationZone.Server.Configuration;

namespace ValidationZone.Server.Tests;

public sealed class PrintedConfigurationTests
{
    [Fact]
    public void Cookie_secrets_are_masked()
    {
        var options = new ServerOptions();
        options.Dns.Cookies.Secret = "e5e973e5a6b2a43f48e7dc849e37bfcf";

        string printed = PrintedConfiguration.Print(options);

        Assert.DoesNotContain("e5e973e5", printed, StringComparison.Ordinal);
        Assert.Contains("\"Secret\": \"***\"", printed, StringComparison.Ordinal);
    }

    [Fact]
    public void Operators_endpoints_and_resolvers_are_printed()
    {
        var options = new ServerOptions();
        options.Api.OperatorListen = ["http://127.0.0.1:8081"];
        options.Api.Resolvers = ["192.0.2.53:53"];

        string printed = PrintedConfiguration.Print(options);

        Assert.Contains("http://127.0.0.1:8081", printed, StringComparison.Ordinal);
        Assert.Contains("192.0.2.53:53", printed, StringComparison.Ordinal);
    }

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
