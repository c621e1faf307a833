using System.Text.RegularExpressions;
using ValidationZone.Tests.Support;

namespace ValidationZone.EndToEnd.Tests.Harness;

/// <summary>Our hook script for certbot and lego, with its storage folder and settings.</summary>
/// <remarks>It waits nowhere, and it confirms only where a test names the name servers and a bound.</remarks>
internal sealed partial class Hook(string serverAddress, string storage, int? resolverPort = null)
{
    private static readonly string[] Needed =
    [
        "awk", "cat", "cp", "curl", "date", "grep", "head", "mkdir", "mktemp", "mv", "rm", "rmdir", "sed", "sleep",
        "tail", "tr",
    ];

    public static string Script => FileOf("certbot", "validationzone-hook");

    public string Storage => storage;

    public Dictionary<string, string> Settings { get; } = new()
    {
        ["VALIDATIONZONE_SERVER"] = serverAddress,
        ["VALIDATIONZONE_STORAGE"] = storage,
        ["VALIDATIONZONE_CONFIG"] = "/dev/null",
        ["VALIDATIONZONE_RESOLVER"] = resolverPort is null ? "" : $"127.0.0.1:{resolverPort}",
        ["VALIDATIONZONE_CONFIRM_TIMEOUT"] = "0",
        ["VALIDATIONZONE_POLL"] = "0",
    };

    /// <summary>A file of one of the hooks.</summary>
    public static string FileOf(string client, string name) =>
        RepositoryFolder.Find("deploy", "hooks", client, name);

    /// <summary>A folder with the programs that the hook cannot do without, to be the whole path.</summary>
    public static string NeededPrograms(TempFolder folder)
    {
        string programs = folder.Subfolder("programs");
        foreach (string program in Needed)
            File.CreateSymbolicLink(Path.Combine(programs, program), Tools.PathOf(program));
        return programs;
    }

    /// <summary>Lets the hook confirm at name servers on these ports of 127.0.0.1.</summary>
    public Hook ConfirmingAt(int seconds, params int[] ports)
    {
        Settings["VALIDATIONZONE_CONFIRM_TIMEOUT"] = $"{seconds}";
        Settings["VALIDATIONZONE_NAMESERVERS"] = string.Join(' ', ports.Select(port => $"127.0.0.1:{port}"));
        return this;
    }

    /// <summary>Runs the script as certbot does before it asks the CA to validate.</summary>
    public Task<FinishedProcess> RunAsCertbotAsync(string name, string txt)
    {
        Settings["CERTBOT_DOMAIN"] = name;
        Settings["CERTBOT_VALIDATION"] = txt;
        return RunAsync("dash");
    }

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
