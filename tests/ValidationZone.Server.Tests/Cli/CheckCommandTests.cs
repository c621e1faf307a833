using System.Net;
using System.Text.Json;
using ValidationZone.Server.Cli;
using ValidationZone.Tests.Support;

namespace ValidationZone.Server.Tests;

public sealed class CheckCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Resolver_that_does_not_answer_leaves_it_open_with_2()
    {
        ProgramResult result = await CheckAsync("*.www.example.org", $"127.0.0.1:{FreePort.Next()}", "--json");

        using var json = JsonDocument.Parse(result.Output);
        Assert.Equal((2, ""), (result.ExitCode, result.Error));
        Assert.Equal("unknown", json.RootElement.GetProperty("verdict").GetString());
        Assert.Equal("_acme-challenge.www.example.org", json.RootElement.GetProperty("name").GetString());
        Assert.Equal("auth.example.net", json.RootElement.GetProperty("zone").GetString());
    }

    [Theory]
    [InlineData("127.0.0.1:5300", "127.0.0.1:5300")]
    [InlineData("[::1]:5300", "[::1]:5300")]
    [InlineData("192.0.2.1", "192.0.2.1:53")]
    [InlineData("2001:db8::1", "[2001:db8::1]:53")]
    [InlineData("[2001:db8::1]", "[2001:db8::1]:53")]
    public void Resolver_is_an_address_with_or_without_port(string text, string endpoint)
    {
        Assert.True(ResolverAddress.TryParse(text, out IPEndPoint? read));
        Assert.Equal(endpoint, $"{read}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("resolver.example")]
    [InlineData("192.0.2.1:")]
    [InlineData("192.0.2.1:99999")]
    [InlineData("192.0.2")]
    [InlineData("[::1")]
    [InlineData("[192.0.2.1]")]
    public void Anything_else_is_no_resolver(string text) => Assert.False(ResolverAddress.TryParse(text, out _));

    [Fact]
    public async Task Text_in_a_pipe_has_no_colours()
    {
        ProgramResult result = await CheckAsync("www.example.org", $"127.0.0.1:{FreePort.Next()}");

        Assert.Contains("It could not be told", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', result.Output);
    }

    [Fact]
    public async Task Refusal_says_why()
    {
        ProgramResult result = await CheckAsync("printer.local", "127.0.0.1:1");

        Assert.Equal(
            "validationzone: 'printer.local' cannot be checked: public DNS has no names below local\n", result.Error);
    }

    [Theory]
    [InlineData("--ca", "")]
    [InlineData("--ca", "https://letsencrypt.org")]
    [InlineData("--ca", "Let's Encrypt")]
    [InlineData("--account-url", "12345")]
    [InlineData("--account-url", "/acct/12345")]
    public async Task Option_that_could_fit_no_record_is_refused(string option, string value)
    {
        ProgramResult result = await CheckAsync("www.example.org", "127.0.0.1:1", option, value);

        Assert.StartsWith($"validationzone: {option} '{value}' is not", result.Error, StringComparison.Ordinal);
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
    }

    public void Dispose() => _folder.Dispose();

    private Task<ProgramResult> CheckAsync(string domain, string resolver, params string[] more) =>
        ServerProgram.RunAsync(
            _folder, ["check", domain, "--zone", "auth.example.net", "--resolver", resolver, .. more]);
}
