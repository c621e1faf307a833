using ValidationZone.EndToEnd.Tests.Harness;

namespace ValidationZone.EndToEnd.Tests.Issuance;

public sealed class LegoTests
{
    private const string Host = "www.example.test";

    [Theory]
    [InlineData("httpreq.env")]
    [InlineData("httpreq-raw.env")]
    public async Task Base_name_and_wildcard_are_issued_in_one_order_and_renewed(string settings)
    {
        Tools.Require("lego", "pebble", "unbound", "nsd");
        await using PrivateInternet internet = await PrivateInternet.StartAsync();
        RegisteredAccount account = (await internet.DelegateAsync(Host))[0];
        Lego lego = Lego.WithHttpReq(internet, account, settings);

        (await lego.ObtainAsync(Host, "*." + Host)).MustSucceed();
        string firstSerial = PrivateInternet.SerialOf(lego.CertificateOf(Host));
        (await lego.RenewAsync(Host, "*." + Host)).MustSucceed();

        Assert.Equal(["*." + Host, Host], PrivateInternet.NamesOf(lego.CertificateOf(Host)));
        Assert.NotEqual(firstSerial, PrivateInternet.SerialOf(lego.CertificateOf(Host)));
        Assert.Empty(internet.AskAsTheAuthority(Host).Values);
        Assert.DoesNotContain(account.Password, internet.Server.Output, StringComparison.Ordinal);
    }

    // Not four: Pebble asks without EDNS and never over TCP, so that a seventh value would not reach it.
    [Fact]
    public async Task Three_names_with_their_wildcards_share_one_credential()
    {
        Tools.Require("lego", "pebble", "unbound", "nsd");
        await using PrivateInternet internet = await PrivateInternet.StartAsync();
        string[] names = [.. Enumerable.Range(1, 3).Select(i => $"host{i}.example.test")];
        RegisteredAccount account = await internet.Server.Api.RegisterAsync();
        await internet.Production.AddAliasesAsync(names.Select(name => (name, account.Fulldomain)));
        Lego lego = Lego.WithHttpReq(internet, account);

        (await lego.ObtainAsync([.. names, .. names.Select(name => "*." + name)])).MustSucceed();

        Assert.Equal(6, PrivateInternet.NamesOf(lego.CertificateOf(names[0])).Length);
    }

    [Fact]
    public async Task Twenty_names_with_an_account_each_are_issued_in_one_order()
    {
        Tools.Require("lego", "pebble", "unbound", "nsd", "dash", "curl");
        await using PrivateInternet internet = await PrivateInternet.StartAsync();
        string[] names = [.. Enumerable.Range(1, 20).Select(i => $"host{i:00}.example.test")];
        var hook = new Hook(internet.Server.Address, internet.Folder.Combine("accounts"));
        await internet.Production.AddAliasesAsync(await hook.RegisterAsync(names));
        Lego lego = Lego.WithHook(internet, hook);

        (await lego.ObtainAsync(names)).MustSucceed();

        Assert.Equal(names, PrivateInternet.NamesOf(lego.CertificateOf(names[0])));
        Assert.All(names, name => Assert.Empty(internet.AskAsTheAuthority(name).Values));
    }
}
