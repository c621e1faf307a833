using ValidationZone.EndToEnd.Tests.Harness;

namespace ValidationZone.EndToEnd.Tests.Issuance;

/// <summary>The script for acme.sh, in two shells, with the real server behind it.</summary>
public sealed class AcmeShTests : IDisposable
{
    private const string Name = "www.example.test";

    private readonly TempFolder _folder = new();

    public static TheoryData<string> Shells => ["dash", "bash"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task New_name_is_registered_and_published_once_its_record_is_there(string shell)
    {
        await using ServerProcess server = await StartServerAsync(shell);
        var acme = new AcmeSh(_folder, server.Address);
        string txt = ChallengeValue.Next();
        using TxtClient client = server.NewTxtClient();

        FinishedProcess first = await acme.AddAsync(shell, Name, txt);
        string target = TargetOf(Name, first);
        (await acme.AddAsync(shell, "WWW.example.test", txt)).MustSucceed();
        TxtReply published = client.Ask(target);
        (await acme.RemoveAsync(shell, Name, txt)).MustSucceed();

        Assert.Equal(1, first.ExitCode);
        Assert.Equal([txt], published.Values);
        Assert.Empty(client.Ask(target).Values);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Records_of_all_names_of_the_certificate_are_told_at_once(string shell)
    {
        await using ServerProcess server = await StartServerAsync(shell);
        var acme = new AcmeSh(_folder, server.Address);
        acme.Order(Name, $"*.{Name},shop.example.test,*.shop.example.test,blog.example.test");

        FinishedProcess run = await acme.AddAsync(shell, Name, ChallengeValue.Next());

        string[] targets =
            [TargetOf(Name, run), TargetOf("shop.example.test", run), TargetOf("blog.example.test", run)];
        Assert.Equal(3, targets.Distinct().Count());
        Assert.Equal(3, acme.Saved.Count(line => line.Contains("ACCOUNT", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("dash", "no", "dns_validationzone")]
    [InlineData("bash", "shop.example.test", "dns_validationzone,dns_other,")]
    public async Task Only_its_own_name_is_registered_when_others_are_not_ours(
        string shell, string others, string providers)
    {
        await using ServerProcess server = await StartServerAsync(shell);
        var acme = new AcmeSh(_folder, server.Address);
        acme.Order(Name, others, providers);

        FinishedProcess run = await acme.AddAsync(shell, Name, ChallengeValue.Next());

        Assert.NotEmpty(TargetOf(Name, run));
        Assert.Single(acme.Saved, line => line.Contains("ACCOUNT", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Names_that_differ_in_one_sign_have_accounts_of_their_own(string shell)
    {
        await using ServerProcess server = await StartServerAsync(shell);
        var acme = new AcmeSh(_folder, server.Address);
        string[] names = ["a-b.example.test", "a_b.example.test", "a.b.example.test", "a--b.example.test"];

        var targets = new List<string>();
        foreach (string name in names)
            targets.Add(TargetOf(name, await acme.AddAsync(shell, name, ChallengeValue.Next())));

        Assert.Equal(names.Length, targets.Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task What_was_set_once_is_known_to_the_renewal(string shell)
    {
        await using ServerProcess server = await StartServerAsync(shell);
        RegisteredAccount account = await server.Api.RegisterAsync();
        var acme = new AcmeSh(_folder, server.Address + "/");
        acme.Settings["VALIDATIONZONE_USERNAME"] = account.Username;
        acme.Settings["VALIDATIONZONE_PASSWORD"] = account.Password;
        acme.Settings["VALIDATIONZONE_FULLDOMAIN"] = account.Fulldomain + ".";
        (await acme.AddAsync(shell, Name, ChallengeValue.Next())).MustSucceed();
        foreach (string key in acme.Settings.Keys.Where(key => key != "HARNESS_FOLDER").ToArray())
            acme.Settings.Remove(key);

        (await acme.AddAsync(shell, Name, ChallengeValue.Next())).MustSucceed();

        using TxtClient client = server.NewTxtClient();
        Assert.Equal(2, client.Ask(account.Fulldomain).Values.Count);
    }

    [Theory]
    [InlineData("dash", "token", "VALIDATIONZONE_TOKEN is missing, wrong, expired or used up")]
    [InlineData("bash", "closed", "ask its operator for an account and set VALIDATIONZONE_USERNAME")]
    public async Task Refused_registration_says_what_to_do(string shell, string mode, string expected)
    {
        await using ServerProcess server = await StartServerAsync(shell, "--registration", mode);
        var acme = new AcmeSh(_folder, server.Address);

        FinishedProcess run = await acme.AddAsync(shell, Name, ChallengeValue.Next());

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(expected, run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(acme.Saved, line => line.Contains("ACCOUNT", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("dash", "")]
    [InlineData("bash", "yes")]
    public async Task Account_that_the_server_does_not_know_is_told(string shell, string likeWget)
    {
        await using ServerProcess server = await StartServerAsync(shell);
        RegisteredAccount account = await server.Api.RegisterAsync();
        var acme = new AcmeSh(_folder, server.Address);
        acme.Settings["VALIDATIONZONE_USERNAME"] = account.Username;
        acme.Settings["VALIDATIONZONE_PASSWORD"] = new string('x', 40);
        acme.Settings["HARNESS_LIKE_WGET"] = likeWget;
        acme.Settings["VALIDATIONZONE_FULLDOMAIN"] = account.Fulldomain;

        FinishedProcess run = await acme.AddAsync(shell, Name, ChallengeValue.Next());

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"refused the account of {account.Fulldomain} (401)", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Value_of_a_name_that_was_never_registered_cannot_be_removed(string shell)
    {
        await using ServerProcess server = await StartServerAsync(shell);

        FinishedProcess run = await new AcmeSh(_folder, server.Address).RemoveAsync(shell, Name, "value");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("no saved ValidationZone account", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Keys_and_tokens_are_in_no_message(string shell)
    {
        await using ServerProcess server = await StartServerAsync(shell);
        var acme = new AcmeSh(_folder, server.Address);
        const string Token = "vz_a_token_that_nobody_asked_for";
        acme.Settings["VALIDATIONZONE_TOKEN"] = Token;

        FinishedProcess first = await acme.AddAsync(shell, Name, ChallengeValue.Next());
        FinishedProcess second = await acme.AddAsync(shell, Name, ChallengeValue.Next());

        string output = first.Output + second.MustSucceed();
        Assert.DoesNotContain(Token, output, StringComparison.Ordinal);
        Assert.DoesNotContain("password", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Basic ", output, StringComparison.Ordinal);
        Assert.Contains("[hidden]", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Functions_of_these_tests_have_nothing_for_shellcheck_to_say()
    {
        Tools.Require("shellcheck");

        FinishedProcess check = await ChildProcess.RunAsync(Tools.PathOf("shellcheck"), [AcmeSh.Functions]);

        Assert.Equal(new FinishedProcess(0, ""), check);
    }

    private static string TargetOf(string name, FinishedProcess run)
    {
        string start = $"_acme-challenge.{name}. CNAME ";
        string line = run.Output.Split('\n').Single(line => line.StartsWith(start, StringComparison.Ordinal));
        return line[start.Length..].TrimEnd('.');
    }

    private Task<ServerProcess> StartServerAsync(string shell, params string[] arguments)
    {
        Tools.Require(shell, "curl", "openssl");
        return ServerProcess.StartAsync(_folder.Combine("data", "validationzone.db"), arguments);
    }
}
