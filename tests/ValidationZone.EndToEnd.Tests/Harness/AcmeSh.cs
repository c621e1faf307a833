namespace ValidationZone.EndToEnd.Tests.Harness;

/// <summary>
/// Our script for acme.sh among functions like those of acme.sh, which write down what they were called for.
/// </summary>
internal sealed class AcmeSh
{
    private readonly TempFolder _folder;
    private readonly string _state;

    public AcmeSh(TempFolder folder, string serverAddress)
    {
        _folder = folder;
        _state = folder.Subfolder("acme.sh");
        Settings = new Dictionary<string, string>
        {
            ["HARNESS_FOLDER"] = _state,
            ["VALIDATIONZONE_SERVER"] = serverAddress,
        };
    }

    public static string Script => Hook.FileOf("acme.sh", "dns_validationzone.sh");

    public static string Functions => Path.Combine(AppContext.BaseDirectory, "acme-sh-functions.sh");

    public Dictionary<string, string> Settings { get; }

    /// <summary>How long the script waited, each time, if nobody had kept it from waiting.</summary>
    public string[] Waits => Lines("waits");

    /// <summary>What is saved for all certificates, as in account.conf of acme.sh.</summary>
    public string[] Saved => Lines("account.conf");

    /// <summary>Says which certificate the next calls are for, as its configuration does.</summary>
    public void Order(string firstName, string otherNames, string providers = "dns_validationzone") =>
        _folder.Write(Path.Combine("acme.sh", "domain.conf"), $"""
            Le_Domain='{firstName}'
            Le_Alt='{otherNames}'
            Le_Webroot='{providers}'

            """);

    public Task<FinishedProcess> AddAsync(string shell, string name, string txt) =>
        RunAsync(shell, "dns_validationzone_add", $"_acme-challenge.{name}", txt);

    public Task<FinishedProcess> RemoveAsync(string shell, string name, string txt) =>
        RunAsync(shell, "dns_validationzone_rm", $"_acme-challenge.{name}", txt);

    private string[] Lines(string file) =>
        File.Exists(Path.Combine(_state, file)) ? File.ReadAllLines(Path.Combine(_state, file)) : [];

    private Task<FinishedProcess> RunAsync(string shell, params string[] call) =>
        ChildProcess.RunAsync(Tools.PathOf(shell), [Functions, Script, .. call], Settings);
}
