namespace ValidationZone.EndToEnd.Tests.Harness;

/// <summary>The uacme client with a folder of its own, publishing through our hook.</summary>
/// <remarks>
/// It trusts the certificates of the machine and no others, so that it sees a machine of its own where the CA's is
/// the only one.
/// </remarks>
internal sealed class Uacme(PrivateInternet internet, Hook hook)
{
    private const string TrustedByMachine = "/etc/ssl/certs/ca-certificates.crt";

    private readonly string _folder = internet.Folder.Subfolder("uacme");

    public static string Hook => Harness.Hook.FileOf("uacme", "validationzone-uacme");

    public string CertificateOf(string firstName) => Path.Combine(_folder, firstName, "cert.pem");

    public async Task<FinishedProcess> ObtainAsync(params string[] names)
    {
        (await RunAsync("--yes", "new")).MustSucceed();
        return await RunAsync(["--hook", Hook, "issue", .. names]);
    }

    /// <summary>Renews whatever the age of the certificate.</summary>
    public Task<FinishedProcess> RenewAsync(params string[] names) =>
        RunAsync(["--force", "--hook", Hook, "issue", .. names]);

    private async Task<FinishedProcess> RunAsync(params string[] command)
    {
        using IDisposable turn = await MountTable.TakeAsync();
        string[] ownMachine =
        [
            "--mount", "sh", "-c", "mount --bind \"$0\" \"$1\" && shift && exec \"$@\"",
            internet.Authority.TrustedCertificate, TrustedByMachine,
        ];
        string[] uacme =
        [
            Tools.PathOf("uacme"), "--acme-url", internet.Authority.Directory, "--confdir", _folder, "--verbose",
            .. command,
        ];
        return await ChildProcess.RunAsync(
            Tools.PathOf("unshare"), [.. ownMachine, .. uacme], hook.Settings, TimeSpan.FromMinutes(6));
    }
}
