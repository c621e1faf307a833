using System.Text.RegularExpressions;

namespace ValidationZone.EndToEnd.Tests.Harness;

/// <summary>Our hook script for certbot and lego, with its storage folder and settings.</summary>
internal sealed partial class Hook(string serverAddress, string storage, int? resolverPort = null)
{
    public static string Script => Path.Combine(Tools.BuildValue("HookFolder"), "validationzone-hook");

    public string Storage => storage;

    public Dictionary<string, string> Settings { get; } = new()
    {
        ["VALIDATIONZONE_SERVER"] = serverAddress,
        ["VALIDATIONZONE_STORAGE"] = storage,
        ["VALIDATIONZONE_CONFIG"] = "/dev/null",
        ["VALIDATIONZONE_RESOLVER"] = resolverPort is null ? "" : $"127.0.0.1:{resolverPort}",
    };

    /// <summary>Runs the script with the given shell, as a person or lego does.</summary>
    public Task<FinishedProcess> RunAsync(string shell, params string[] arguments) =>
        ChildProcess.RunAsync(Tools.PathOf(shell), [Script, .. arguments], Settings);

    /// <summary>Registers names with the script and returns the alias that it tells to create for each.</summary>
    public async Task<(string Name, string Target)[]> RegisterAsync(params string[] names)
    {
        FinishedProcess finished = await RunAsync("dash", ["register", .. names]);
        return
        [
            .. AliasLine().Matches(finished.MustSucceed())
                .Select(line => (line.Groups["name"].Value, line.Groups["target"].Value)),
        ];
    }

    [GeneratedRegex(@"^ *_acme-challenge\.(?<name>\S+)\. +CNAME +(?<target>\S+)\.$", RegexOptions.Multiline)]
    private static partial Regex AliasLine();
}
