using ValidationZone.EndToEnd.Tests.Harness;

namespace ValidationZone.EndToEnd.Tests.Issuance;

public sealed class UacmeTests
{
    private const string Host = "www.example.test";

    [Fact]
    public async Task Base_name_and_wildcard_are_issued_in_one_order_and_renewed()
    {
        Tools.Require("uacme", "unshare", "pebble", "unbound", "nsd", "dash", "curl", "dig");
        Tools.RequireRoot();
        await using PrivateInternet internet = await PrivateInternet.StartAsync();
        Hook hook = await internet.DelegateThroughHookAsync(Host);
        var uacme = new Uacme(internet, hook);

        (await uacme.ObtainAsync(Host, "*." + Host)).MustSucceed();
        string firstSerial = PrivateInternet.SerialOf(uacme.CertificateOf(Host));
        (await uacme.RenewAsync(Host, "*." + Host)).MustSucceed();

        Assert.Equal(["*." + Host, Host], PrivateInternet.NamesOf(uacme.CertificateOf(Host)));
        Assert.NotEqual(firstSerial, PrivateInternet.SerialOf(uacme.CertificateOf(Host)));
        Assert.Empty(internet.AskAsTheAuthority(Host).Values);
    }

    [Theory]
    [InlineData("http-01")]
    [InlineData("tls-alpn-01")]
    public async Task Other_types_of_challenge_are_declined_in_silence(string type)
    {
        Tools.Require("dash");
        using var folder = new TempFolder();
        var hook = new Hook("no address", folder.Combine("accounts"));

        FinishedProcess run = await ChildProcess.RunAsync(
            Uacme.Hook, ["begin", type, Host, "token", "key authorization"], hook.Settings);

        Assert.Equal(new FinishedProcess(1, ""), run);
        Assert.False(Directory.Exists(hook.Storage));
    }

    [Theory]
    [InlineData("done")]
    [InlineData("failed")]
    public async Task Value_is_taken_back_however_the_challenge_ended(string method)
    {
        Tools.Require("dash", "curl", "dig", "nsd", "unbound", "pebble");
        await using PrivateInternet internet = await PrivateInternet.StartAsync();
        Hook hook = await internet.DelegateThroughHookAsync(Host);
        string[] challenge = ["dns-01", Host, "token", ChallengeValue.Next()];
        (await ChildProcess.RunAsync(Uacme.Hook, ["begin", .. challenge], hook.Settings)).MustSucceed();
        TxtReply published = internet.AskAsTheAuthority(Host);

        (await ChildProcess.RunAsync(Uacme.Hook, [method, .. challenge], hook.Settings)).MustSucceed();

        Assert.Equal([challenge[^1]], published.Values);
        Assert.Empty(internet.AskAsTheAuthority(Host).Values);
    }
}
