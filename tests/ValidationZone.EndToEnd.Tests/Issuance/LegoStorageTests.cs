using System.Text.Json;
using ValidationZone.EndToEnd.Tests.Harness;
using ValidationZone.Tests.Support;

namespace ValidationZone.EndToEnd.Tests.Issuance;

/// <summary>
/// lego's acme-dns provider with our account storage, request by request: Debian's lego is built without it.
/// </summary>
public sealed class LegoStorageTests : IAsyncLifetime
{
    private const string Host = "www.example.test";

    private readonly TempFolder _folder = new();
    private readonly string _first = ChallengeValue.Next();
    private readonly string _second = ChallengeValue.Next();
    private PrivateInternet _internet = null!;
    private string _configuration = null!;
    private LegoAcmeDns _lego = null!;

    public async ValueTask InitializeAsync()
    {
        Tools.Require("pebble", "unbound", "nsd", "curl");
        _configuration = _folder.Write("validationzone.json", "{}");
        _internet = await PrivateInternet.StartAsync("--registration", "token", "--config", _configuration);
        _lego = new LegoAcmeDns(_internet.Server.Address, await CreateTokenAsync());
    }

    public async ValueTask DisposeAsync()
    {
        _lego?.Dispose();
        if (_internet is not null)
            await _internet.DisposeAsync();

        _folder.Dispose();
    }

    [Fact]
    public async Task First_run_goes_through_when_the_alias_is_there()
    {
        await AskAliasesAtAsync(_internet.Resolver.Port);

        bool goesOn = await _lego.PresentAsync(
            Host, _first, fulldomain => _internet.Production.AddAliasesAsync([(Host, fulldomain)]));
        bool goesOnForWildcard = await _lego.PresentAsync(Host, _second, NobodyActs);

        Assert.True(goesOn && goesOnForWildcard);
        Assert.Equal(new[] { _first, _second }.Order(), _internet.AskAsTheAuthority(Host).Values.Order());
    }

    [Fact]
    public async Task Without_the_alias_the_first_run_stops_and_the_second_goes_through()
    {
        await AskAliasesAtAsync(_internet.Resolver.Port);

        bool goesOn = await _lego.PresentAsync(Host, _first, NobodyActs);
        string target = _lego.WantedAlias!.Split(' ')[2];
        await _internet.Production.AddAliasesAsync([(Host, target)]);
        bool goesOnAgain = await _lego.PresentAsync(Host, _second, NobodyActs);

        Assert.Equal((false, true), (goesOn, goesOnAgain));
        Assert.Equal([_second], _internet.AskAsTheAuthority(Host).Values);
    }

    [Fact]
    public async Task First_run_goes_through_with_an_account_that_was_prepared()
    {
        string account = await PrepareAsync();
        await _internet.Production.AddAliasesAsync([(Host, account)]);

        bool goesOn = await _lego.PresentAsync(Host, _first, NobodyActs);

        Assert.True(goesOn);
        Assert.Equal([_first], _internet.AskAsTheAuthority(Host).Values);
    }

    [Fact]
    public async Task Alias_is_followed_over_several_names()
    {
        await AskAliasesAtAsync(_internet.Resolver.Port);

        bool goesOn = await _lego.PresentAsync(
            Host,
            _first,
            fulldomain => _internet.Production.AddAliasesAsync(
                [(Host, "_acme-challenge.next.example.test"), ("next.example.test", fulldomain.ToUpperInvariant())]));

        Assert.True(goesOn);
    }

    [Theory]
    [InlineData("other.auth.example.test")]
    [InlineData("_acme-challenge.www.example.test")]
    [InlineData("below.FULLDOMAIN")]
    public async Task Alias_that_leads_elsewhere_stops_the_run(string target)
    {
        await AskAliasesAtAsync(_internet.Resolver.Port);

        bool goesOn = await _lego.PresentAsync(
            Host,
            _first,
            fulldomain => _internet.Production.AddAliasesAsync(
                [(Host, target.Replace("FULLDOMAIN", fulldomain, StringComparison.Ordinal))]));

        Assert.False(goesOn);
    }

    [Fact]
    public async Task Resolver_that_is_not_there_stops_the_run_and_loses_nothing()
    {
        await AskAliasesAtAsync(FreePort.Next());

        bool goesOn = await _lego.PresentAsync(
            Host, _first, fulldomain => _internet.Production.AddAliasesAsync([(Host, fulldomain)]));
        bool goesOnAgain = await _lego.PresentAsync(Host, _second, NobodyActs);

        Assert.Equal((false, true), (goesOn, goesOnAgain));
    }

    private static Task NobodyActs(string fulldomain) => Task.CompletedTask;

    /// <summary>Names a resolver to the server, which had to be there before the resolver could find it.</summary>
    private Task AskAliasesAtAsync(int resolverPort)
    {
        File.WriteAllText(_configuration, $$"""{ "Api": { "Resolvers": [ "127.0.0.1:{{resolverPort}}" ] } }""");
        return _internet.Server.StartAgainAsync();
    }

    private async Task<string> CreateTokenAsync()
    {
        FinishedProcess created = await ChildProcess.RunAsync(
            ServerProcess.Executable, ["token", "create", "--quiet", "--quota", "2", .. Database()]);
        return created.MustSucceed().Trim();
    }

    /// <summary>Makes an account and puts it into the storage, as docs/clients.md tells to.</summary>
    /// <returns>The account's fulldomain.</returns>
    private async Task<string> PrepareAsync()
    {
        string token = await CreateTokenAsync();
        _lego.Dispose();
        _lego = new LegoAcmeDns(_internet.Server.Address, token);
        string address = _internet.Server.Address.Replace("http://", $"http://x:{token}@", StringComparison.Ordinal);
        string[] command =
        [
            ServerProcess.Executable, "account", "create", "--domain", Host, "--json", "--zone", ServerProcess.Zone,
            .. Database(),
        ];
        FinishedProcess put = await ChildProcess.RunAsync(
            "/bin/sh",
            ["-c", $"{string.Join(' ', command)} | curl -sS --fail --data @- {address}/acmedns-storage/{Host}"]);
        return JsonElement.Parse(put.MustSucceed()).GetProperty("cname").GetString()!;
    }

    private string[] Database() => ["--database", "sqlite:" + _internet.Folder.Combine("data", "validationzone.db")];
}
