namespace ValidationZone.EndToEnd.Tests.Harness;

/// <summary>The command line, run by an operator beside the server whose database it is given.</summary>
internal sealed class ServerCommands(string database, string zone = ServerProcess.Zone)
{
    private readonly Dictionary<string, string> _environment = new()
    {
        ["VALIDATIONZONE_Database"] = "sqlite:" + database,
        ["VALIDATIONZONE_Zone__Name"] = zone,
    };

    public Task<FinishedProcess> RunAsync(params string[] arguments) =>
        ChildProcess.RunAsync(ServerProcess.Executable, arguments, _environment);

    /// <summary>Makes a token and returns its secret.</summary>
    public async Task<string> CreateTokenAsync(string role) =>
        (await RunAsync("token", "create", "--role", role, "--quiet")).MustSucceed().Trim();
}
