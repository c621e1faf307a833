using ValidationZone.EndToEnd.Tests.Harness;

namespace ValidationZone.EndToEnd.Tests.Issuance;

public sealed class CertbotTests
{
    private const string Host = "www.example.test";

    [Fact]
    public async Task Base_name_and_wildcard_are_issued_in_one_order_and_renewed()
    {
        Tools.Require("certbot", "pebble", "unbound", "nsd", "dash", "curl", "dig");
        await using PrivateInternet internet = await PrivateInternet.StartAsync();
        Hook hook = await internet.DelegateThroughHookAsync(Host);
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
    public async Task Several_certificates_are_renewed_in_one_run()
    {
        Tools.Require("certbot", "pebble", "unbound", "nsd", "dash", "curl", "dig");
        await using PrivateInternet internet = await PrivateInternet.StartAsync();
        string[] names = [Host, "shop.example.test"];
        var certbot = new Certbot(internet, await internet.DelegateThroughHookAsync(names));
        foreach (string name in names)
            (await certbot.ObtainAsync(name)).MustSucceed();
        string[] before = [.. names.Select(name => PrivateInternet.SerialOf(certbot.CertificateOf(name)))];

        (await certbot.RenewAsync()).MustSucceed();

        string[] after = [.. names.Select(name => PrivateInternet.SerialOf(certbot.CertificateOf(name)))];
        Assert.Empty(before.Intersect(after));
        Assert.All(names, name => Assert.Empty(internet.AskAsTheAuthority(name).Values));
    }

    [Fact]
    public async Task Twenty_names_are_issued_in_one_order()
    {
        Tools.Require("certbot", "pebble", "unbound", "nsd", "dash", "curl", "dig");
        await using PrivateInternet internet = await PrivateInternet.StartAsync();
        string[] names = [.. Enumerable.Range(1, 20).Select(i => $"host{i:00}.example.test")];
        Hook hook = await internet.DelegateThroughHookAsync(names);
        var certbot = new Certbot(internet, hook);

        (await certbot.ObtainAsync(names)).MustSucceed();

        Assert.Equal(names, PrivateInternet.NamesOf(certbot.CertificateOf(names[0])));
        Assert.All(names, name => Assert.Empty(internet.AskAsTheAuthority(name).Values));
    }

    [Fact]
    public async Task Two_runs_at_once_for_the_same_names_both_succeed()
    {
        Tools.Require("certbot", "pebble", "unbound", "nsd", "dash", "curl", "dig");
        await using PrivateInternet internet = await PrivateInternet.StartAsync();
        Hook hook = await internet.DelegateThroughHookAsync(Host);
        Certbot[] runs = [new(internet, hook, "certbot-1"), new(internet, hook, "certbot-2")];

        FinishedProcess[] finished = await Task.WhenAll(runs.Select(run => run.ObtainAsync(Host, "*." + Host)));

        Assert.All(finished, run => run.MustSucceed());
        Assert.All(runs, run => Assert.Equal(2, PrivateInternet.NamesOf(run.CertificateOf(Host)).Length));
        Assert.Empty(internet.AskAsTheAuthority(Host).Values);
    }
}
