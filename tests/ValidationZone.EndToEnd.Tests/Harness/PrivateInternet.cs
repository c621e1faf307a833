using System.Security.Cryptography.X509Certificates;

namespace ValidationZone.EndToEnd.Tests.Harness;

/// <summary>
/// All that takes part in an issuance, on loopback: our server, the production zone, the CA and its resolver.
/// </summary>
internal sealed class PrivateInternet : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _parts = [];

    private PrivateInternet()
    {
    }

    public TempFolder Folder { get; } = new();

    public ServerProcess Server { get; private set; } = null!;

    public ProductionZone Production { get; private set; } = null!;

    public Resolver Resolver { get; private set; } = null!;

    public CertificateAuthority Authority { get; private set; } = null!;

    /// <summary>Where the server keeps its accounts.</summary>
    public string Database => Folder.Combine("data", "validationzone.db");

    public static Task<PrivateInternet> StartAsync(params string[] serverArguments) =>
        StartForAsync(ServerProcess.Zone, serverArguments);

    /// <summary>Starts it all with a validation zone of this name.</summary>
    public static async Task<PrivateInternet> StartForAsync(string zone, params string[] serverArguments)
    {
        var internet = new PrivateInternet();
        try
        {
            await internet.StartPartsAsync(zone, serverArguments);
            return internet;
        }
        catch
        {
            await internet.DisposeAsync();
            throw;
        }
    }

    /// <summary>The DNS names of the certificate in a PEM file, sorted.</summary>
    public static string[] NamesOf(string certificateFile)
    {
        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificateFromFile(certificateFile);
        return
        [
            .. certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single().EnumerateDnsNames()
                .Order(StringComparer.Ordinal),
        ];
    }

    public static string SerialOf(string certificateFile)
    {
        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificateFromFile(certificateFile);
        return certificate.SerialNumber;
    }

    /// <summary>Registers one account per name and puts the alias of each into the production zone.</summary>
    public async Task<RegisteredAccount[]> DelegateAsync(params string[] names)
    {
        RegisteredAccount[] accounts = await Server.Api.RegisterAsync(names.Length);
        await Production.AddAliasesAsync(names.Zip(accounts, (name, account) => (name, account.Fulldomain)));
        return accounts;
    }

    /// <summary>Registers names with our hook and puts their aliases into the production zone.</summary>
    /// <returns>The hook, which confirms every value at our server.</returns>
    public async Task<Hook> DelegateThroughHookAsync(params string[] names)
    {
        Hook hook = new Hook(Server.Address, Folder.Combine("accounts"), Resolver.Port)
            .ConfirmingAt(seconds: 30, Server.DnsPort);
        await Production.AddAliasesAsync(await hook.RegisterAsync(names));
        return hook;
    }

    /// <summary>What the CA would see at the validation domain name of a host.</summary>
    public TxtReply AskAsTheAuthority(string host)
    {
        using var client = new TxtClient(Resolver.Port);
        return client.Ask($"_acme-challenge.{host}");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable part in Enumerable.Reverse(_parts))
            await part.DisposeAsync();
        Folder.Dispose();
    }

    private async Task StartPartsAsync(string zone, string[] serverArguments)
    {
        Server = await ServerProcess.StartForAsync(zone, Database, serverArguments);
        _parts.Add(Server);
        Production = await ProductionZone.StartAsync(Folder);
        _parts.Add(Production);
        var stubs = ResolverConfiguration.WithStubs(
            Folder, (ProductionZone.Apex, Production.Port), (zone, Server.DnsPort));
        Resolver = await Resolver.StartAsync(stubs, $"serial.{ProductionZone.Apex}.", "TXT");
        _parts.Add(Resolver);
        Authority = await CertificateAuthority.StartAsync(Folder, Resolver.Port);
        _parts.Add(Authority);
    }
}
