namespace ValidationZone.EndToEnd.Tests.Harness;

/// <summary>The ready-made configuration of clients, in which one sample account stands everywhere.</summary>
internal static class ClientFiles
{
    public const string SampleServer = "https://auth.example.org";
    public const string SampleToken = "vz_example-token-example-token-example-token-0";

    public static RegisteredAccount SampleAccount { get; } = new(
        "3f1c1e0a-6a55-4f5e-9d6c-0a4c7a3b9e21",
        "example-key-example-key-example-key-0000",
        "8e5700ea-a4bf-41c7-8a77-e990661dcc6a.auth.example.org",
        "8e5700ea-a4bf-41c7-8a77-e990661dcc6a");

    public static string Folder => Path.GetFullPath(Tools.BuildValue("ClientFolder"));

    /// <summary>All files, below their folder.</summary>
    public static string[] Names(string pattern = "*") =>
    [
        .. Directory.EnumerateFiles(Folder, pattern, SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Folder, path)).Order(StringComparer.Ordinal),
    ];

    public static string Read(string name) => File.ReadAllText(Path.Combine(Folder, name));

    /// <summary>The settings of an environment file as it is.</summary>
    public static Dictionary<string, string> Settings(string name) =>
        Read(name).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith('#'))
            .Select(line => line.Split('=', 2))
            .ToDictionary(parts => parts[0], parts => parts[1]);

    /// <summary>The settings of an environment file as somebody fills it in.</summary>
    public static Dictionary<string, string> Settings(string name, string server, RegisteredAccount account) =>
        Settings(name).ToDictionary(setting => setting.Key, setting => FillIn(setting.Value, server, account));

    private static string FillIn(string value, string server, RegisteredAccount account) => value
        .Replace(SampleServer, server, StringComparison.Ordinal)
        .Replace(SampleAccount.Username, account.Username, StringComparison.Ordinal)
        .Replace(SampleAccount.Password, account.Password, StringComparison.Ordinal)
        .Replace(SampleAccount.Fulldomain, account.Fulldomain, StringComparison.Ordinal);
}
