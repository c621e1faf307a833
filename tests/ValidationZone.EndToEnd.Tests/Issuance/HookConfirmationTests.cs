using System.Net;
using ValidationZone.EndToEnd.Tests.Harness;
using ValidationZone.EndToEnd.Tests.Oracles;
using ValidationZone.Tests.Support;

namespace ValidationZone.EndToEnd.Tests.Issuance;

/// <summary>The hook ends well only when every name server of the validation zone shows the value.</summary>
public sealed class HookConfirmationTests : IDisposable
{
    private const string Name = "www.example.test";

    private readonly TempFolder _folder = new();

    private string Storage => _folder.Combine("accounts");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Name_server_that_lags_behind_is_waited_for()
    {
        await using ServerProcess server = await StartServerAsync();
        await using var late = new LateNameServer(server.DnsPort, denials: 3);
        Hook hook = new Hook(server.Address, Storage).ConfirmingAt(seconds: 60, server.DnsPort, late.Port);

        (await PublishAsync(hook)).MustSucceed();

        Assert.InRange(late.Questions, 4, int.MaxValue);
    }

    [Fact]
    public async Task Name_server_that_does_not_show_the_value_in_time_is_named()
    {
        await using ServerProcess server = await StartServerAsync();
        await using ServerProcess other = await ServerProcess.StartAsync(_folder.Combine("other", "other.db"));
        // Long enough for the server that shows the value, whatever keeps it from answering at once.
        Hook hook = new Hook(server.Address, Storage).ConfirmingAt(seconds: 10, server.DnsPort, other.DnsPort);
        hook.Settings["VALIDATIONZONE_POLL"] = "1";

        FinishedProcess run = await PublishAsync(hook);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("after 10 s these name servers do not show the value", run.Output, StringComparison.Ordinal);
        Assert.Contains($"127.0.0.1:{other.DnsPort}", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain($"127.0.0.1:{server.DnsPort}", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Name_server_that_is_not_there_is_named()
    {
        await using ServerProcess server = await StartServerAsync();
        int nobody = FreePort.Next();
        Hook hook = new Hook(server.Address, Storage).ConfirmingAt(seconds: 1, nobody);

        FinishedProcess run = await PublishAsync(hook);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"127.0.0.1:{nobody}", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Name_servers_are_found_at_the_resolver_and_told_by_name()
    {
        Tools.Require("nsd", "unbound");
        Tools.RequireRoot();
        IPAddress address = PrivateRoot.NextAddress();
        await using ServerProcess server = await StartServerAsync("--dns", $"{address}:53");
        await using PrivateRoot root = await PrivateRoot.StartAsync(_folder, ServerProcess.Zone + ".", address);
        await using Resolver resolver = await root.StartResolverAsync("unbound", _folder);
        var hook = new Hook(server.Address, Storage, resolver.Port);
        hook.Settings["VALIDATIONZONE_CHECK_CNAME"] = "no";
        hook.Settings["VALIDATIONZONE_CONFIRM_TIMEOUT"] = "10";
        hook.Settings["VALIDATIONZONE_POLL"] = "1";

        FinishedProcess run = await PublishAsync(hook);

        // The synthesised apex names every address that the server listens at; only this one has port 53.
        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"127.0.0.1 ns1.{ServerProcess.Zone}.", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain($"{address} ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Machine_without_dig_does_not_confirm_and_says_so()
    {
        await using ServerProcess server = await StartServerAsync();
        Hook hook = new Hook(server.Address, Storage).ConfirmingAt(seconds: 60, FreePort.Next());
        hook.Settings["PATH"] = Hook.NeededPrograms(_folder);

        FinishedProcess run = await PublishAsync(hook);

        Assert.Contains("dig is not installed", run.MustSucceed(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[2001:db8::53]:53", 0)]
    [InlineData("2001:db8::53", 0)]
    [InlineData("192.0.2.53", 1)]
    public async Task Only_a_server_with_IPv6_may_be_out_of_reach(string unreachable, int exitCode)
    {
        await using ServerProcess server = await StartServerAsync();
        Hook hook = new Hook(server.Address, Storage).ConfirmingAt(seconds: exitCode == 0 ? 60 : 1, server.DnsPort);
        hook.Settings["VALIDATIONZONE_NAMESERVERS"] += " " + unreachable;
        hook.Settings["PATH"] = Hook.NeededPrograms(_folder);
        // What dig prints on a machine that has no way there.
        string dig = _folder.Write(Path.Combine("programs", "dig"), $"""
            #!{Tools.PathOf("dash")}
            case $* in
              *'@2001:db8::53 '*|*'@192.0.2.53 '*) echo ';; UDP setup failed: network unreachable.' ;;
              *) exec {Tools.PathOf("dig")} "$@" ;;
            esac
            """);
        File.SetUnixFileMode(dig, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        FinishedProcess run = await PublishAsync(hook);

        Assert.Equal(exitCode, run.ExitCode);
    }

    [Fact]
    public async Task Name_server_whose_address_cannot_be_found_is_told()
    {
        await using ServerProcess server = await StartServerAsync();
        Hook hook = new(server.Address, Storage);
        hook.Settings["VALIDATIONZONE_CONFIRM_TIMEOUT"] = "1";
        hook.Settings["PATH"] = Hook.NeededPrograms(_folder);
        string dig = _folder.Write(Path.Combine("programs", "dig"), $"""
            #!{Tools.PathOf("dash")}
            case $* in
              *'-t SOA '*) echo 'zone.test. 1 IN SOA ns1.zone.test. h.zone.test. 1 1 1 1 1' ;;
              *'-t NS '*) printf 'zone.test. 1 IN NS %s\n' ns1.zone.test. ns2.zone.test. ;;
              *'-t A '*ns1*) echo 'ns1.zone.test. 1 IN A 192.0.2.1' ;;
            esac
            """);
        File.SetUnixFileMode(dig, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        FinishedProcess run = await PublishAsync(hook);

        Assert.Contains("cannot find the address of ns2.zone.test.", run.Output, StringComparison.Ordinal);
        Assert.Contains("\n192.0.2.1 ns1.zone.test.\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_asked_when_there_is_no_time_for_it()
    {
        await using ServerProcess server = await StartServerAsync();
        await using var late = new LateNameServer(server.DnsPort, denials: 1);
        Hook hook = new Hook(server.Address, Storage).ConfirmingAt(seconds: 0, late.Port);

        (await PublishAsync(hook)).MustSucceed();

        Assert.Equal(0, late.Questions);
    }

    private Task<ServerProcess> StartServerAsync(params string[] arguments)
    {
        Tools.Require("dash", "curl", "dig");
        return ServerProcess.StartAsync(_folder.Combine("data", "validationzone.db"), arguments);
    }

    private static async Task<FinishedProcess> PublishAsync(Hook hook)
    {
        string target = (await hook.RegisterAsync(Name))[0].Target;
        return await hook.RunAsync("dash", "present", target, ChallengeValue.Next());
    }
}
