using System.Text.RegularExpressions;
using ValidationZone.EndToEnd.Tests.Harness;
using ValidationZone.Tests.Support;

namespace ValidationZone.EndToEnd.Tests.ByHand;

/// <summary>Whoever follows docs/getting-started.md word for word gets a certificate.</summary>
public sealed partial class GettingStartedTests
{
    private const string Start = "dotnet run -c Release --project src/ValidationZone.Server";

    private static readonly string Root = Path.Combine(Tools.BuildValue("HookFolder"), "..", "..", "..");

    // As the document has them. The test has others, because these may be taken, and other tests run at the same time.
    private static readonly string[] Ports = ["5353", "8080", "5300", "5301", "14000", "5002", "5001"];

    [Fact]
    public async Task Commands_of_the_document_get_a_certificate_renew_it_and_tidy_up()
    {
        Tools.Require("bash", "certbot", "pebble", "unbound", "nsd", "dig", "curl", "openssl");
        using var folder = new TempFolder();
        Directory.CreateSymbolicLink(folder.Combine("deploy"), Path.Combine(Root, "deploy"));
        Dictionary<string, string> ports = Ports.ToDictionary(port => port, _ => $"{FreePort.Next()}");
        string script = await CommandsAsync(ports);

        FinishedProcess finished = await RunAsync(script, folder, ports);

        string printed = finished.MustSucceed();
        Assert.Matches(@"issuer=CN ?= ?Pebble Intermediate CA", printed);
        Assert.Contains("DNS:www.example.com, DNS:*.www.example.com", printed, StringComparison.Ordinal);
        Assert.Contains("all renewals succeeded", printed, StringComparison.OrdinalIgnoreCase);
        Assert.False(Directory.Exists(folder.Combine("rehearsal")));
    }

    [Fact]
    public async Task What_runs_in_the_background_is_told_to_be_installed()
    {
        string document = await ReadAsync();

        string install = document.Split('\n').Single(line => line.Contains("apt-get install", StringComparison.Ordinal));

        Assert.All(
            new[] { "certbot", "pebble", "unbound", "nsd", "bind9-dnsutils", "curl", "openssl" },
            package => Assert.Contains($" {package}", install, StringComparison.Ordinal));
    }

    private static Task<string> ReadAsync() =>
        File.ReadAllTextAsync(Path.Combine(Root, "docs", "getting-started.md"), TestContext.Current.CancellationToken);

    /// <summary>All blocks of shell, in their order; only the ports are others, and the server is built already.</summary>
    private static async Task<string> CommandsAsync(Dictionary<string, string> ports)
    {
        string commands = string.Concat(ShellBlock().Matches(await ReadAsync()).Select(block => block.Groups[1].Value));
        Assert.Contains(Start, commands, StringComparison.Ordinal);
        return Number().Replace(
            commands.Replace(Start, ServerProcess.Executable, StringComparison.Ordinal),
            number => ports.GetValueOrDefault(number.Value, number.Value));
    }

    private static async Task<FinishedProcess> RunAsync(
        string script, TempFolder folder, Dictionary<string, string> ports)
    {
        var environment = new Dictionary<string, string>
        {
            ["VALIDATIONZONE_Dns__Listen__0"] = $"127.0.0.1:{ports["5353"]}",
            ["VALIDATIONZONE_Api__Listen__0"] = $"http://127.0.0.1:{ports["8080"]}",
        };

        // Whatever goes wrong, no server stays behind, and none still writes where the folder is deleted.
        string guarded = $$"""
            cd '{{folder.Location}}'
            trap 'for file in rehearsal/*.pid; do [ ! -e "$file" ] || kill "$(cat "$file")"; done; wait' EXIT
            set -euo pipefail
            {{script}}
            """;
        return await ChildProcess.RunAsync(
            Tools.PathOf("bash"), ["-c", guarded], environment, bound: TimeSpan.FromMinutes(8));
    }

    [GeneratedRegex("^```sh\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ShellBlock();

    [GeneratedRegex(@"\b\d{4,5}\b")]
    private static partial Regex Number();
}
