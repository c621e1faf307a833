using System.Text.Json;

namespace ValidationZone.Server.Tests;

/// <summary>Commands on one database, run as processes of their own.</summary>
internal sealed class OperatorCommands(TempFolder folder, string database = "test.db")
{
    private string[] Place => ["--database", "sqlite:" + folder.File(database)];

    public Task<ProgramResult> RunAsync(params string[] arguments) =>
        ServerProgram.RunAsync(folder, [.. arguments, .. Place]);

    /// <summary>Runs a command that must succeed, with <c>--json</c>.</summary>
    public async Task<JsonElement> AskAsync(params string[] arguments)
    {
        ProgramResult result = await RunAsync([.. arguments, "--json"]);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        using var document = JsonDocument.Parse(result.Output);
        return document.RootElement.Clone();
    }

    public async Task<TestAccount> CreateAccountAsync(params string[] more)
    {
        ProgramResult result = await RunAsync(["account", "create", "--json", .. more]);
        Assert.Equal(0, result.ExitCode);
        return TestAccount.Read(result.Output);
    }
}
