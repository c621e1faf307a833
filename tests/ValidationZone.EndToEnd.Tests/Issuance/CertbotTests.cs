using ValidationZone.EndToEnd.Tests.Harness;

namespace ValidationZone.EndToEnd.Tests.Issuance;

public sealed class CertbotTests
{
    private const string Host = "www.example.test";

    [Fact]
    public async Task Base_name_and_wildcard_are_issued_in_one_order_and_renewed()
    {
        Tools.Require("certbot", "pebble", "unbound", "nsd", "dash", "curl");
        await using PrivateInternet internet = await PrivateInternet.StartAsync();
        Hook hook = await DelegateThroughHookAsync(internet, Host);
        var certbot = new Certbot(internet, hook);

        (await certbot.ObtainAsync(Host, "*." + Host)).MustSucceed();
        string firstSerial = PrivateInternet.SerialOf(certbot.CertificateOf(Host));
        (await certbot.RenewAsync()).MustSucceed();

        Assert.Equal(["*." + Host, Host], PrivateInternet.NamesOf(certbot.CertificateOf(Host)));
        Assert.NotEqual(firstSerial, PrivateInternet.SerialOf(certbot.CertificateOf(Host)));
        Assert.Empty(internet.AskAsTheAuthority(Host).Values);
        Assert.Single(Directory.GetFiles(hook.Storage, "*.account"));
    }

    [Fact]
    public async Task Twenty_names_are_issued_in_one_order()
    {
        Tools.Require("certbot", "pebble", "unbound", "nsd", "dash", "curl");
        await using PrivateInternet internet = await PrivateInternet.StartAsync();
        string[] names = [.. Enumerable.Range(1, 20).Select(i => $"host{i:00}.example.test")];
        Hook hook = await DelegateThroughHookAsync(internet, names);
        var certbot = new Certbot(internet, hook);

        (await certbot.ObtainAsync(names)).MustSucceed();

        Assert.Equal(names, PrivateInternet.NamesOf(certbot.CertificateOf(names[0])));
        Assert.All(names, name => Assert.Empty(internet.AskAsTheAuthority(name).Values));
    }

    private static async Task<Hook> DelegateThroughHookAsync(PrivateInternet internet, params string[] names)
    {
        var hook = new Hook(internet.Server.Address, internet.Folder.Combine("accounts"), internet.Resolver.Port);
        await internet.Production.AddAliasesAsync(await hook.RegisterAsync(names));
        return hook;
    }
}
