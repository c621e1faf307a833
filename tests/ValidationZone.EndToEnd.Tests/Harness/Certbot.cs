namespace ValidationZone.EndToEnd.Tests.Harness;

/// <summary>certbot with folders of its own, publishing through our hook script.</summary>
internal sealed class Certbot(PrivateInternet internet, Hook hook, string folder = "certbot")
{
    private readonly string _folder = internet.Folder.Subfolder(folder);

    public string CertificateOf(string certificateName) =>
        Path.Combine(_folder, "config", "live", certificateName, "cert.pem");

    public Task<FinishedProcess> ObtainAsync(params string[] names) => RunAsync(
    [
        "certonly", "--manual", "--preferred-challenges", "dns",
        "--manual-auth-hook", Hook.Script, "--manual-cleanup-hook", Hook.Script,
        "--agree-tos", "--register-unsafely-without-email",
        .. names.SelectMany(name => new[] { "--domain", name }),
    ]);

    public Task<FinishedProcess> RenewAsync() => RunAsync(["renew", "--force-renewal", "--no-random-sleep-on-renew"]);

    private Task<FinishedProcess> RunAsync(string[] arguments)
    {
        string[] folders =
        [
            "--config-dir", Path.Combine(_folder, "config"), "--work-dir", Path.Combine(_folder, "work"),
            "--logs-dir", Path.Combine(_folder, "logs"),
        ];
        var environment = new Dictionary<string, string>(hook.Settings)
        {
            ["REQUESTS_CA_BUNDLE"] = internet.Authority.TrustedCertificate,
        };
        return ChildProcess.RunAsync(
            Tools.PathOf("certbot"),
            [
                .. arguments, .. folders, "--server", internet.Authority.Directory, "--non-interactive",
                "--issuance-timeout", "300",
            ],
            environment,
            TimeSpan.FromMinutes(8));
    }
}
