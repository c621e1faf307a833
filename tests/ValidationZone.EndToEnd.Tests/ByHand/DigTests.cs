using System.Net;
using System.Text.RegularExpressions;
using ValidationZone.EndToEnd.Tests.Harness;

namespace ValidationZone.EndToEnd.Tests.ByHand;

/// <summary>What a person sees who asks the server with the usual tools.</summary>
public sealed class DigTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly string _txt = ChallengeValue.Next();
    private ServerProcess _server = null!;
    private RegisteredAccount _account = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await ServerProcess.StartAsync(_folder.Combine("data", "validationzone.db"));
        _account = await _server.Api.RegisterAsync();
        Assert.Equal(HttpStatusCode.OK, await _server.Api.UpdateAsync(_account, _txt));
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("dig", "+norec")]
    [InlineData("dig", "+norec", "+tcp")]
    [InlineData("dig", "+noedns", "+rec")]
    [InlineData("kdig", "+norec")]
    [InlineData("kdig", "+norec", "+tcp")]
    public async Task Published_value_is_answered_with_authority(string tool, params string[] options)
    {
        string output = await AskAsync(tool, _account.Fulldomain, "TXT", options);

        Assert.Contains("status: NOERROR", output, StringComparison.Ordinal);
        Assert.Matches(@"flags: qr aa( rd)?;", output.ToLowerInvariant());
        Assert.Matches($"TXT\\s+\"{_txt}\"", output);
        Assert.DoesNotMatch("(?i)malformed|mismatch|trailing", output);
    }

    [Theory]
    [InlineData("-u")]
    [InlineData("-t")]
    public async Task Published_value_is_answered_to_drill(string transport)
    {
        Tools.Require("drill");

        FinishedProcess drill = await ChildProcess.RunAsync(
            Tools.PathOf("drill"), [transport, "-p", $"{_server.DnsPort}", _account.Fulldomain, "@127.0.0.1", "TXT"]);

        Assert.Contains("rcode: NOERROR", drill.MustSucceed(), StringComparison.Ordinal);
        Assert.Contains($"\"{_txt}\"", drill.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Name_in_random_case_is_answered_as_it_was_asked()
    {
        string name = string.Concat(_account.Fulldomain.Select((c, i) => i % 3 == 0 ? char.ToUpperInvariant(c) : c));

        string output = await AskAsync("dig", name, "TXT", "+norec");

        Assert.Contains($"{name}.", output, StringComparison.Ordinal);
        Assert.Contains($"\"{_txt}\"", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Question section mismatch", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("+notcp")]
    [InlineData("+tcp")]
    public async Task Cookie_that_dig_is_given_is_accepted_the_next_time(string transport)
    {
        string first = await AskAsync("dig", _account.Fulldomain, "TXT", transport, "+cookie=0102030405060708");
        string cookie = Regex.Match(first, @"COOKIE: ([0-9a-f]{48}) \(good\)").Groups[1].Value;

        string second = await AskAsync("dig", _account.Fulldomain, "TXT", transport, $"+cookie={cookie}");

        Assert.StartsWith("0102030405060708", cookie, StringComparison.Ordinal);
        Assert.Contains($"COOKIE: {cookie} (good)", second, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_is_told_its_idle_time()
    {
        string output = await AskAsync("dig", _account.Fulldomain, "TXT", "+tcp", "+keepalive");

        Assert.Matches(@"(?i)tcp.keepalive: 10\.0 secs", output);
    }

    [Fact]
    public async Task Other_type_at_a_registered_name_is_NODATA_with_the_SOA()
    {
        string output = await AskAsync("dig", _account.Fulldomain, "A", "+norec");

        Assert.Contains("status: NOERROR", output, StringComparison.Ordinal);
        Assert.Contains("ANSWER: 0, AUTHORITY: 1", output, StringComparison.Ordinal);
        Assert.Matches($@"(?m)^{ServerProcess.Zone}\.\s+5\s+IN\s+SOA\s", output);
    }

    [Fact]
    public async Task Unregistered_name_is_NXDOMAIN_with_the_SOA()
    {
        string output = await AskAsync("dig", $"nobody.{ServerProcess.Zone}", "TXT", "+norec");

        Assert.Contains("status: NXDOMAIN", output, StringComparison.Ordinal);
        Assert.Matches($@"(?m)^{ServerProcess.Zone}\.\s+5\s+IN\s+SOA\s", output);
    }

    [Fact]
    public async Task Name_outside_the_zone_is_refused()
    {
        string output = await AskAsync("dig", "www.example.com", "TXT", "+norec");

        Assert.Contains("status: REFUSED", output, StringComparison.Ordinal);
        Assert.Contains("ANSWER: 0, AUTHORITY: 0", output, StringComparison.Ordinal);
    }

    private async Task<string> AskAsync(string tool, string name, string type, params string[] options)
    {
        Tools.Require(tool);
        FinishedProcess finished = await ChildProcess.RunAsync(
            Tools.PathOf(tool), ["@127.0.0.1", "-p", $"{_server.DnsPort}", name, type, .. options]);
        return finished.MustSucceed();
    }
}
