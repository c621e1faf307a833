using System.Net;
using System.Runtime.Versioning;
using ValidationZone.EndToEnd.Tests.Harness;

namespace ValidationZone.EndToEnd.Tests.Issuance;

/// <summary>The hook script, run by real shells against the real server and against servers that refuse.</summary>
public sealed class HookTests : IDisposable
{
    private const string Name = "www.example.test";

    private readonly TempFolder _folder = new();

    private string Storage => _folder.Combine("accounts");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("dash")]
    [InlineData("bash")]
    public async Task Value_is_published_and_taken_back(string shell)
    {
        Tools.Require(shell, "curl");
        await using ServerProcess server = await StartServerAsync();
        var hook = new Hook(server.Address, Storage);
        (string _, string target) = (await hook.RegisterAsync(Name))[0];
        string txt = ChallengeValue.Next();
        using TxtClient client = server.NewTxtClient();

        (await hook.RunAsync(shell, "present", target + ".", txt)).MustSucceed();
        TxtReply published = client.Ask(target);
        (await hook.RunAsync(shell, "cleanup", target + ".", txt)).MustSucceed();

        Assert.Equal([txt], published.Values);
        Assert.Empty(client.Ask(target).Values);
    }

    [Fact]
    public async Task Value_that_cannot_be_taken_back_does_not_keep_the_others()
    {
        Tools.Require("dash", "curl");
        await using ServerProcess server = await StartServerAsync();
        var hook = new Hook(server.Address, Storage);
        string target = (await hook.RegisterAsync(Name))[0].Target;
        string txt = ChallengeValue.Next();
        (await hook.RunAsync("dash", "present", target, txt)).MustSucceed();

        FinishedProcess run = await hook.RunAsync(
            "dash", "dehydrated", "clean_challenge", "unknown.example.test", "-", txt, Name, "-", txt);

        using TxtClient client = server.NewTxtClient();
        Assert.Equal(1, run.ExitCode);
        Assert.Empty(client.Ask(target).Values);
    }

    [Fact]
    public async Task Registering_again_and_the_wildcard_give_the_same_alias()
    {
        Tools.Require("dash", "curl");
        await using ServerProcess server = await StartServerAsync();
        var hook = new Hook(server.Address, Storage);

        (string Name, string Target)[] first = await hook.RegisterAsync(Name);
        (string Name, string Target)[] again = await hook.RegisterAsync("*." + Name, "WWW.Example.test.");

        Assert.Equal([first[0], first[0]], again);
    }

    [Theory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead)]
    [InlineData(null)]
    [SupportedOSPlatform("linux")]
    public async Task Storage_folder_that_is_there_keeps_its_mode_and_a_new_one_is_private(UnixFileMode? before)
    {
        Tools.Require("dash", "curl");
        await using ServerProcess server = await StartServerAsync();
        const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        if (before is { } mode)
            Directory.CreateDirectory(Storage, mode);

        await new Hook(server.Address, Storage).RegisterAsync(Name);

        Assert.Equal(before ?? Private, File.GetUnixFileMode(Storage));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite,
            File.GetUnixFileMode(Path.Combine(Storage, Name + ".account")));
    }

    [Theory]
    [InlineData("flock")]
    [InlineData("mkdir")]
    public async Task Eight_runs_at_once_register_a_name_once(string locksWith)
    {
        Tools.Require("dash", "curl", locksWith);
        await using ServerProcess server = await StartServerAsync();
        var hook = new Hook(server.Address, Storage);
        if (locksWith == "mkdir")
            hook.Settings["PATH"] = Hook.NeededPrograms(_folder);

        (string Name, string Target)[][] runs =
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => hook.RegisterAsync(Name)));

        Assert.Single(runs.SelectMany(aliases => aliases).Distinct());
        Assert.Single(Directory.GetFiles(Storage, "*.account"));
    }

    [Fact]
    public async Task Lock_is_taken_with_a_flock_that_cannot_wait()
    {
        Tools.Require("dash", "curl", "flock");
        await using ServerProcess server = await StartServerAsync();
        var hook = new Hook(server.Address, Storage) { Settings = { ["PATH"] = Hook.NeededPrograms(_folder) } };
        // As BusyBox has it.
        string flock = _folder.Write(Path.Combine("programs", "flock"), $"""
            #!{Tools.PathOf("dash")}
            [ "$1" = -n ] || exit 1
            exec {Tools.PathOf("flock")} "$@"
            """);
        File.SetUnixFileMode(flock, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        Assert.Single(await hook.RegisterAsync(Name));
    }

    [Fact]
    public async Task Settings_come_from_the_file_unless_the_environment_has_them()
    {
        Tools.Require("dash", "curl");
        await using ServerProcess server = await StartServerAsync();
        var hook = new Hook("", _folder.Combine("other"));
        hook.Settings["VALIDATIONZONE_CONFIG"] = _folder.Write("hook.conf", $"""
            # where we register
            VALIDATIONZONE_SERVER="{server.Address}/"
            VALIDATIONZONE_STORAGE={Storage}
            """);

        await hook.RegisterAsync(Name);

        Assert.Single(Directory.GetFiles(hook.Storage, "*.account"));
        Assert.False(Directory.Exists(Storage));
    }

    [Theory]
    [InlineData("../evil")]
    [InlineData("a b")]
    [InlineData("a\"b")]
    [InlineData("..")]
    public async Task Name_that_is_none_is_refused_before_anything_is_done(string name)
    {
        Tools.Require("dash", "curl");
        await using var server = new RefusingServer(HttpStatusCode.OK, refusals: 0);

        FinishedProcess run = await new Hook(server.Address, Storage).RunAsync("dash", "register", name);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"not a domain name: {name}", run.Output, StringComparison.Ordinal);
        Assert.Equal(0, server.Requests);
    }

    [Fact]
    public async Task Account_file_is_for_its_owner_only()
    {
        Tools.Require("dash", "curl");
        await using ServerProcess server = await StartServerAsync();

        await new Hook(server.Address, Storage).RegisterAsync(Name);

        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(Path.Combine(Storage, Name + ".account")));
        Assert.Equal(OwnerOnly | UnixFileMode.UserExecute, File.GetUnixFileMode(Storage));
    }

    [Fact]
    public async Task Alias_is_accepted_unseen_when_the_resolver_does_not_answer()
    {
        Tools.Require("dash", "curl", "dig");
        await using ServerProcess server = await StartServerAsync();
        var hook = new Hook(server.Address, Storage, resolverPort: server.HttpPort);

        FinishedProcess run = await hook.RunAsCertbotAsync(Name, ChallengeValue.Next());

        Assert.Contains($"cannot look up where _acme-challenge.{Name} leads", run.MustSucceed(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unreachable_server_is_named()
    {
        Tools.Require("dash", "curl");
        var hook = new Hook("http://127.0.0.1:9", Storage) { Settings = { ["VALIDATIONZONE_RETRIES"] = "0" } };

        FinishedProcess run = await hook.RunAsync("dash", "register", Name);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("cannot reach http://127.0.0.1:9", run.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Storage, "*.account"));
    }

    [Theory]
    [InlineData("token", "VALIDATIONZONE_TOKEN is missing, wrong, expired or used up")]
    [InlineData("closed", "does not accept registrations (403 registration_closed)")]
    public async Task Refused_registration_says_what_to_do(string mode, string expected)
    {
        Tools.Require("dash", "curl");
        await using ServerProcess server = await StartServerAsync("--registration", mode);

        FinishedProcess run = await new Hook(server.Address, Storage).RunAsync("dash", "register", Name);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(expected, run.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Storage, "*.account"));
    }

    [Fact]
    public async Task Account_that_the_server_does_not_know_is_told_by_its_file()
    {
        Tools.Require("dash", "curl");
        await using ServerProcess server = await StartServerAsync();
        var hook = new Hook(server.Address, Storage);
        await hook.RegisterAsync(Name);
        string file = Path.Combine(Storage, Name + ".account");
        string target = await ReplaceKeyAsync(file);

        FinishedProcess run = await hook.RunAsync("dash", "present", target, ChallengeValue.Next());

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"refused the account in {file} (401)", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_is_on_no_command_line_and_in_no_environment()
    {
        Tools.Require("dash", "curl");
        await using var server = new RefusingServer(HttpStatusCode.OK, refusals: 0);
        var hook = new Hook(server.Address, Storage);
        await hook.RegisterAsync(Name);
        string[] seen = [];
        server.DuringRequest = () => seen = ProcessSecrets.Find(RefusingServer.Password);

        (await hook.RunAsync("dash", "present", RefusingServer.Fulldomain, ChallengeValue.Next())).MustSucceed();

        Assert.Equal(2, server.Requests);
        Assert.Empty(seen);
    }

    [Theory]
    [InlineData("certbot", "validationzone-hook")]
    [InlineData("dehydrated", "validationzone-dehydrated")]
    [InlineData("uacme", "validationzone-uacme")]
    [InlineData("acme.sh", "dns_validationzone.sh")]
    public async Task Script_has_nothing_for_shellcheck_to_say(string client, string script)
    {
        Tools.Require("shellcheck");
        // Braces around every variable, and a wish for each pipe's first program to be looked at, are left out.
        string[] strict = ["--shell=sh", "--severity=style", "--enable=all", "--exclude=SC2250,SC2312"];

        FinishedProcess check = await ChildProcess.RunAsync(
            Tools.PathOf("shellcheck"), [.. strict, Hook.FileOf(client, script)]);

        Assert.Equal(new FinishedProcess(0, ""), check);
    }

    private Task<ServerProcess> StartServerAsync(params string[] arguments) =>
        ServerProcess.StartAsync(_folder.Combine("data", "validationzone.db"), arguments);

    private static async Task<string> ReplaceKeyAsync(string accountFile)
    {
        string account = await File.ReadAllTextAsync(accountFile);
        string key = account.Split("\"password\":")[1].Split('"')[1];
        await File.WriteAllTextAsync(accountFile, account.Replace(key, new string('x', 40), StringComparison.Ordinal));
        return account.Split("\"fulldomain\":")[1].Split('"')[1];
    }
}
