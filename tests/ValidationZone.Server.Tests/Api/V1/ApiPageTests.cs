using System.Text.RegularExpressions;
using ValidationZone.Accounts;
using ValidationZone.Server.Api.V1;
using ValidationZone.Tests.Support;

namespace ValidationZone.Server.Tests.Api.V1;

/// <summary>What docs/api.md says is so.</summary>
public sealed partial class ApiPageTests
{
    private const string WriteVariable = "VALIDATIONZONE_WRITE_DOCS";

    [Fact]
    public async Task Commands_of_the_page_work_as_they_stand()
    {
        using var folder = new TempFolder();
        await using RunningServer server = await RunningServer.StartInAsync(folder);
        (_, string token) = await Tokens.CreateAsync(folder, TokenRole.Admin);
        string commands = string.Concat(ShellBlock().Matches(await ReadAsync()).Select(block => block.Groups[1].Value));
        string script = commands
            .Replace("api=http://127.0.0.1:8080", $"api=http://{server.Api}", StringComparison.Ordinal)
            .Replace("token=vz_...", $"token={token}", StringComparison.Ordinal);

        ProgramResult result = await ServerProgram.RunShellAsync(folder, "/bin/bash", "set -euo pipefail\n" + script);

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("\"propagation\":{\"nodes\":1,\"serving\":1", result.Output, StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(result.Output, "\"key\":\"[A-Za-z0-9_-]{40}\""));
        Assert.Equal(0, server.Host.SubdomainCount);
    }

    [Fact]
    public async Task Table_of_codes_is_the_one_that_the_server_has()
    {
        string[] rows =
            [.. ProblemCodes.All.Select(problem => $"| {problem.Status} | `{problem.Code}` | {problem.Title} |")];
        string page = await ReadAsync();
        if (Environment.GetEnvironmentVariable(WriteVariable) == "1")
        {
            page = CodeRows().Replace(page, string.Join('\n', rows) + "\n");
            await File.WriteAllTextAsync(Location, page, TestContext.Current.CancellationToken);
        }

        string[] found = [.. page.Split('\n').Where(line => CodeRow().IsMatch(line))];

        Assert.Equal(rows, found);
    }

    private static string Location => RepositoryFolder.Find("docs", "api.md");

    private static Task<string> ReadAsync() => File.ReadAllTextAsync(Location, TestContext.Current.CancellationToken);

    [GeneratedRegex("^```sh\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ShellBlock();

    [GeneratedRegex(@"^\| \d{3} \|")]
    private static partial Regex CodeRow();

    [GeneratedRegex(@"(^\| \d{3} \|.*\n)+|^CODES\n", RegexOptions.Multiline)]
    private static partial Regex CodeRows();
}
