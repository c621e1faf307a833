using ValidationZone.EndToEnd.Tests.Harness;

namespace ValidationZone.EndToEnd.Tests.Issuance;

/// <summary>What the hook does about the CNAME before it publishes.</summary>
public sealed class HookAliasTests
{
    private const string Name = "www.example.test";

    [Fact]
    public async Task Missing_CNAME_is_told_with_the_record_to_create_and_nothing_is_published()
    {
        await using PrivateInternet internet = await StartAsync();
        Hook hook = NewHook(internet);

        FinishedProcess run = await hook.RunAsCertbotAsync(Name, ChallengeValue.Next());

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"_acme-challenge.{Name} has no CNAME record", run.Output, StringComparison.Ordinal);
        Assert.Matches($@"(?m)^_acme-challenge\.{Name}\. CNAME \S+\.{ServerProcess.Zone}\.$", run.Output);
        Assert.Empty(await PublishedAsync(internet, hook));
    }

    [Fact]
    public async Task CNAME_that_leads_elsewhere_is_refused_even_while_waiting()
    {
        await using PrivateInternet internet = await StartAsync();
        Hook hook = NewHook(internet);
        hook.Settings["VALIDATIONZONE_WAIT"] = "600";
        await internet.Production.AddAliasesAsync([(Name, $"serial.{ProductionZone.Apex}")]);

        FinishedProcess run = await hook.RunAsCertbotAsync(Name, ChallengeValue.Next());

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(
            $"_acme-challenge.{Name} is a CNAME to serial.{ProductionZone.Apex}, but must lead to", run.Output,
            StringComparison.Ordinal);
        Assert.Empty(await PublishedAsync(internet, hook));
    }

    [Theory]
    [InlineData("-t.example.test")]
    [InlineData("-h.example.test")]
    [InlineData("-f/dev/null.example.test")]
    public async Task CNAME_to_a_name_that_looks_like_an_option_is_refused_too(string elsewhere)
    {
        await using PrivateInternet internet = await StartAsync();
        Hook hook = NewHook(internet);
        await internet.Production.AddAliasesAsync([(Name, elsewhere)]);

        FinishedProcess run = await hook.RunAsCertbotAsync(Name, ChallengeValue.Next());

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"is a CNAME to {elsewhere}, but must lead to", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CNAME_may_lead_to_the_account_by_way_of_another()
    {
        await using PrivateInternet internet = await StartAsync();
        Hook hook = NewHook(internet);
        string target = (await hook.RegisterAsync(Name))[0].Target;
        const string Other = "other.example.test";
        await internet.Production.AddAliasesAsync([(Name, $"_acme-challenge.{Other}"), (Other, target)]);
        string txt = ChallengeValue.Next();

        (await hook.RunAsCertbotAsync(Name, txt)).MustSucceed();

        Assert.Equal([txt], internet.AskAsTheAuthority(Name).Values);
    }

    [Fact]
    public async Task Loop_of_CNAMEs_is_refused()
    {
        await using PrivateInternet internet = await StartAsync();
        Hook hook = NewHook(internet);
        const string Other = "other.example.test";
        await internet.Production.AddAliasesAsync(
            [(Name, $"_acme-challenge.{Other}"), (Other, $"_acme-challenge.{Name}")]);

        FinishedProcess run = await hook.RunAsCertbotAsync(Name, ChallengeValue.Next());

        Assert.Equal(1, run.ExitCode);
        Assert.Empty(await PublishedAsync(internet, hook));
    }

    [Fact]
    public async Task CNAME_that_is_created_while_the_hook_waits_is_seen()
    {
        await using PrivateInternet internet = await StartAsync();
        Hook hook = NewHook(internet);
        hook.Settings["VALIDATIONZONE_WAIT"] = "600";
        hook.Settings["CERTBOT_DOMAIN"] = Name;
        hook.Settings["CERTBOT_VALIDATION"] = ChallengeValue.Next();
        await using var waiting = ChildProcess.Start(Tools.PathOf("dash"), [Hook.Script], hook.Settings);
        await waiting.BecomesReadyAsync(() => waiting.Output.Contains("up to 600 s", StringComparison.Ordinal));

        await internet.Production.AddAliasesAsync(await hook.RegisterAsync(Name));

        Assert.Equal(0, await waiting.WaitForExitAsync(TimeSpan.FromMinutes(3)));
        Assert.Equal([hook.Settings["CERTBOT_VALIDATION"]], internet.AskAsTheAuthority(Name).Values);
    }

    [Fact]
    public async Task CNAME_that_does_not_come_ends_the_wait()
    {
        await using PrivateInternet internet = await StartAsync();
        Hook hook = NewHook(internet);
        hook.Settings["VALIDATIONZONE_WAIT"] = "1";

        FinishedProcess run = await hook.RunAsCertbotAsync(Name, ChallengeValue.Next());

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("not there after 1 s", run.Output, StringComparison.Ordinal);
        Assert.Empty(await PublishedAsync(internet, hook));
    }

    private static Task<PrivateInternet> StartAsync()
    {
        Tools.Require("dash", "curl", "dig", "nsd", "unbound", "pebble");
        return PrivateInternet.StartAsync();
    }

    private static Hook NewHook(PrivateInternet internet) =>
        new(internet.Server.Address, internet.Folder.Combine("accounts"), internet.Resolver.Port);

    private static async Task<IReadOnlyCollection<string>> PublishedAsync(PrivateInternet internet, Hook hook)
    {
        using TxtClient client = internet.Server.NewTxtClient();
        return client.Ask((await hook.RegisterAsync(Name))[0].Target).Values;
    }
}
