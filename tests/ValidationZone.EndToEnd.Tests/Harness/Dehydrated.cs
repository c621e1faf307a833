namespace ValidationZone.EndToEnd.Tests.Harness;

/// <summary>The dehydrated client with a folder of its own, publishing through our hook.</summary>
internal sealed class Dehydrated(PrivateInternet internet, Hook hook, bool chained)
{
    private readonly string _folder = internet.Folder.Subfolder("dehydrated");

    public static string Hook => Harness.Hook.FileOf("dehydrated", "validationzone-dehydrated");

    public string CertificateOf(string firstName) => Path.Combine(_folder, "certs", firstName, "cert.pem");

    public async Task<FinishedProcess> ObtainAsync(params string[] names)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "domains.txt"), string.Join(' ', names));
        (await RunAsync("--register", "--accept-terms")).MustSucceed();
        return await RunAsync("--cron");
    }

    /// <summary>Renews whatever the age of the certificate.</summary>
    public Task<FinishedProcess> RenewAsync() => RunAsync("--cron", "--force");

    private Task<FinishedProcess> RunAsync(params string[] command)
    {
        string configuration = Path.Combine(_folder, "config");
        File.WriteAllText(configuration, $"""
            BASEDIR="{_folder}"
            CA="{internet.Authority.Directory}"
            CURL_OPTS="--cacert {internet.Authority.TrustedCertificate}"
            CHALLENGETYPE="dns-01"
            ACCOUNT_KEYSIZE="2048"
            KEY_ALGO="prime256v1"
            HOOK="{Hook}"
            HOOK_CHAIN="{(chained ? "yes" : "no")}"

            """);
        return ChildProcess.RunAsync(
            Tools.PathOf("dehydrated"), ["--config", configuration, .. command], hook.Settings,
            TimeSpan.FromMinutes(6));
    }
}
