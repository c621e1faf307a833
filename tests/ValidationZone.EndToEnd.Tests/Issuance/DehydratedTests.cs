using ValidationZone.EndToEnd.Tests.Harness;

namespace ValidationZone.EndToEnd.Tests.Issuance;

public sealed class DehydratedTests
{
    private const string Host = "www.example.test";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Base_name_and_wildcard_are_issued_in_one_order_and_renewed(bool chained)
    {
        Tools.Require("dehydrated", "pebble", "unbound", "nsd", "dash", "curl", "dig");
        await using PrivateInternet internet = await PrivateInternet.StartAsync();
        Hook hook = await internet.DelegateThroughHookAsync(Host);
        var dehydrated = new Dehydrated(internet, hook, chained);

        (await dehydrated.ObtainAsync(Host, "*." + Host)).MustSucceed();
        string firstSerial = PrivateInternet.SerialOf(dehydrated.CertificateOf(Host));
        (await dehydrated.RenewAsync()).MustSucceed();

        Assert.Equal(["*." + Host, Host], PrivateInternet.NamesOf(dehydrated.CertificateOf(Host)));
        Assert.NotEqual(firstSerial, PrivateInternet.SerialOf(dehydrated.CertificateOf(Host)));
        Assert.Empty(internet.AskAsTheAuthority(Host).Values);
    }

    [Fact]
    public async Task Chained_hook_tells_every_missing_record_and_publishes_nothing()
    {
        Tools.Require("dash", "curl", "dig", "nsd", "unbound", "pebble");
        await using PrivateInternet internet = await PrivateInternet.StartAsync();
        Hook hook = await internet.DelegateThroughHookAsync("a.example.test");
        string[] deploy = ["deploy_challenge", .. Challenge("a"), .. Challenge("b"), .. Challenge("c")];

        FinishedProcess run = await ChildProcess.RunAsync(Dehydrated.Hook, deploy, hook.Settings);

        Assert.Equal(1, run.ExitCode);
        Assert.DoesNotContain("_acme-challenge.a.example.test", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^_acme-challenge\.b\.example\.test\. CNAME \S+$", run.Output);
        Assert.Matches(@"(?m)^_acme-challenge\.c\.example\.test\. CNAME \S+$", run.Output);
        Assert.Empty(internet.AskAsTheAuthority("a.example.test").Values);
    }

    [Theory]
    [InlineData("startup_hook")]
    [InlineData("deploy_cert", Host, "privkey.pem", "cert.pem", "fullchain.pem", "chain.pem", "1")]
    [InlineData("an_event_that_nobody_knows_yet")]
    public async Task Other_events_are_passed_over_in_silence(params string[] arguments)
    {
        Tools.Require("dash");
        using var folder = new TempFolder();
        var hook = new Hook("no address", folder.Combine("accounts"));

        FinishedProcess run = await ChildProcess.RunAsync(Dehydrated.Hook, arguments, hook.Settings);

        Assert.Equal(new FinishedProcess(0, ""), run);
        Assert.False(Directory.Exists(hook.Storage));
    }

    [Fact]
    public async Task Entry_finds_the_hook_beside_itself()
    {
        Tools.Require("dash", "curl");
        using var folder = new TempFolder();
        string entry = folder.Combine("validationzone-dehydrated");
        File.Copy(Dehydrated.Hook, entry);
        File.Copy(Hook.Script, folder.Combine("validationzone-hook"));
        var hook = new Hook("no address", folder.Combine("accounts"));

        FinishedProcess run = await ChildProcess.RunAsync(entry, ["deploy_challenge", .. Challenge("a")], hook.Settings);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("VALIDATIONZONE_SERVER must start with", run.Output, StringComparison.Ordinal);
    }

    private static string[] Challenge(string label) => [$"{label}.example.test", "token", ChallengeValue.Next()];
}
