namespace ValidationZone.EndToEnd.Tests.Harness;

/// <summary>The lego client with one account folder, set up the way its documentation tells.</summary>
internal sealed class Lego(
    PrivateInternet internet,
    IReadOnlyDictionary<string, string> providerSettings,
    string provider,
    string folder = "lego")
{
    private readonly string _folder = internet.Folder.Subfolder(folder);

    /// <summary>With the settings that we hand out for it, <c>httpreq.env</c> or <c>httpreq-raw.env</c>.</summary>
    public static Lego WithHttpReq(
        PrivateInternet internet,
        RegisteredAccount account,
        string settings = "httpreq.env",
        string folder = "lego")
    {
        Dictionary<string, string> all = ClientFiles.Settings($"lego/{settings}", internet.Server.Address, account);
        all["HTTPREQ_POLLING_INTERVAL"] = "1";
        return new Lego(internet, all, "httpreq", folder);
    }

    /// <summary>Our hook script as lego's external program, with an account per name.</summary>
    public static Lego WithHook(PrivateInternet internet, Hook hook, string folder = "lego") => new(
        internet,
        new Dictionary<string, string>(hook.Settings)
        {
            ["EXEC_PATH"] = Hook.Script,
            ["EXEC_POLLING_INTERVAL"] = "0",
            ["EXEC_SEQUENCE_INTERVAL"] = "0",
        },
        "exec",
        folder);

    /// <summary>The certificate file lego writes for an order whose first name is given.</summary>
    public string CertificateOf(string firstName) => Path.Combine(_folder, "certificates", firstName + ".crt");

    public Task<FinishedProcess> ObtainAsync(params string[] names) => RunAsync(names, "run");

    /// <summary>Renews whatever the age of the certificate.</summary>
    public Task<FinishedProcess> RenewAsync(params string[] names) =>
        RunAsync(names, "renew", "--days", "10000", "--no-random-sleep");

    private Task<FinishedProcess> RunAsync(string[] names, params string[] command)
    {
        // The pre-check of lego asks the zone's name servers on port 53, which is not ours here.
        string[] arguments =
        [
            "--server", internet.Authority.Directory, "--accept-tos", "--email", "owner@example.test",
            "--path", _folder, "--dns", provider, "--dns.resolvers", $"127.0.0.1:{internet.Resolver.Port}",
            "--dns.disable-cp", "--http-timeout", "120", "--cert.timeout", "120",
            .. names.SelectMany(name => new[] { "--domains", name }), .. command,
        ];
        var environment = new Dictionary<string, string>(providerSettings)
        {
            ["LEGO_CA_CERTIFICATES"] = internet.Authority.TrustedCertificate,
        };
        return ChildProcess.RunAsync(Tools.PathOf("lego"), arguments, environment, TimeSpan.FromMinutes(6));
    }
}
