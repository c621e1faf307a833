using System.Net;
using ValidationZone.EndToEnd.Tests.Harness;
using ValidationZone.EndToEnd.Tests.Oracles;

namespace ValidationZone.EndToEnd.Tests.Delegation;

/// <summary>
/// A small internet of real servers in which names are delegated to a validation zone, rightly and wrongly: a root, a
/// top level domain and our operator's zone on NSD, sites on Knot and NSD, our server, and a resolver. It is started
/// once; tests set up zones of their own in it.
/// </summary>
public sealed class CheckedInternet : IAsyncLifetime
{
    /// <summary>A top level domain whose only server refuses.</summary>
    internal const string LameTopLevel = "lame";

    private const string TopLevel = "net.";
    private const string Operator = "ops.net.";
    private static readonly string[] Programs = ["nsd", "nsd-control", "knotd", "unbound"];

    private readonly TempFolder _folder = new();
    private readonly List<IAsyncDisposable> _parts = [];
    private string _delegations = "";
    private string _validationZones = "";
    private int _sites;
    private int _places;
    private PrivateRoot _root = null!;
    private ZoneHost _topLevel = null!;
    private ZoneHost _operator = null!;
    private ZoneHost _knot = null!;
    private ZoneHost _nsd = null!;
    private Resolver _resolver = null!;

    /// <summary>An address where nobody is, as resolvers know: finding that out takes them half a minute.</summary>
    internal static IPAddress Nowhere { get; } = new([127, 54, 0, 1]);

    /// <summary>The validation zone that is set up rightly: our server at two addresses.</summary>
    internal RunningZone Zone { get; private set; } = null!;

    /// <summary>The name of an account in <see cref="Zone"/>, where one value is published.</summary>
    internal string Fulldomain => Zone.Fulldomain;

    /// <summary>The addresses of the two servers that serve every site.</summary>
    internal IPAddress[] SiteServers => [_knot.Address, _nsd.Address];

    /// <summary>A server that refuses to answer for any zone but the operator's.</summary>
    internal IPAddress Stranger => _operator.Address;

    /// <summary>How to name the resolver on the command line.</summary>
    internal string ResolverAddress => $"127.0.0.1:{_resolver.Port}";

    /// <summary>Skips the test where programs are missing.</summary>
    internal static void Require()
    {
        Tools.Require(Programs);
        Tools.RequireRoot();
    }

    public async ValueTask InitializeAsync()
    {
        // Nothing can be skipped from here: the tests do it themselves.
        if (Tools.Has(Programs) && LinuxCalls.EffectiveUserId() == 0)
            await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable part in Enumerable.Reverse(_parts))
            await part.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Sets a site up: its zone on both servers, and its delegation.</summary>
    /// <returns>The apex, without a dot at its end, so that <c>www.</c> before it gives a host.</returns>
    internal async Task<string> NewSiteAsync(ASite site)
    {
        string name = $"site{++_sites}.net";
        IPAddress[] servers = site.Servers ?? SiteServers;
        string nameServers = Delegation(name + ".", servers);
        string second = nameServers + (site.RecordsOfSecond ?? site.Records);
        _delegations += nameServers;
        if (site.RecordsOfOldProvider is string old)
        {
            _delegations += $"{name}. NS ns1.{Operator}\n";
            await _operator.ServeAsync(name + ".", $"@ NS ns1.{Operator}\n{old}", site.NegativeTtlSeconds);
        }

        await Task.WhenAll(
            _knot.ServeAsync(name + ".", nameServers + site.Records, site.NegativeTtlSeconds),
            _nsd.ServeAsync(name + ".", second, site.NegativeTtlSeconds),
            _topLevel.ServeAsync(TopLevel, _delegations));
        return name;
    }

    /// <summary>A site's zone as its first server has it, for somebody to sign.</summary>
    internal string ZoneText(string apex, ASite site, int serial) => ZoneHost.ZoneText(
        apex + ".", Delegation(apex + ".", SiteServers) + site.Records, serial, site.NegativeTtlSeconds);

    /// <summary>Puts a signed zone in the place of a site's zone, and its DS record into the zone above.</summary>
    internal async Task ServeSignedAsync(string apex, string file, int serial, string ds)
    {
        await _knot.ServeFileAsync(apex + ".", file, serial);
        await _nsd.ServeFileAsync(apex + ".", file, serial);
        _delegations += ds + "\n";
        await _topLevel.ServeAsync(TopLevel, _delegations);
    }

    /// <summary>
    /// Lets the second server of the sites claim the operator's zone, too, with these records.
    /// </summary>
    internal Task ServeOperatorZoneAtSecondSiteServerAsync(string records) =>
        _nsd.ServeAsync(Operator, Host(_nsd.Address) + records);

    /// <summary>Sets a site up that is right but for these records.</summary>
    internal Task<string> NewSiteAsync(string records) => NewSiteAsync(new ASite(records));

    /// <summary>Sets a site up whose <c>www</c> leads to this name.</summary>
    internal Task<string> NewSiteLeadingToAsync(string target) => NewSiteAsync($"_acme-challenge.www CNAME {target}");

    /// <summary>A name for another validation zone and addresses for its servers.</summary>
    internal ZonePlace NextPlace() =>
        new($"auth{++_places}.{Operator}", PrivateRoot.NextAddress(), PrivateRoot.NextAddress());

    /// <summary>Starts our server with another validation zone and delegates that to it.</summary>
    internal async Task<RunningZone> StartZoneAsync(AZone zone)
    {
        RunningZone running = await RunningZone.StartAsync(zone);
        await DelegateAsync(zone.RecordsAtParent ?? zone.Records);
        return running;
    }

    /// <summary>Adds records to the operator's zone, in which the validation zones are delegated.</summary>
    internal Task DelegateAsync(string records)
    {
        _validationZones += records;
        return _operator.ServeAsync(Operator, _validationZones);
    }

    /// <summary>Starts another resolver, which has settings of its own.</summary>
    internal Task<Resolver> StartResolverAsync(params string[] settings) =>
        _root.StartUnboundAsync(_folder, [$"do-not-query-address: {Nowhere}", .. settings]);

    /// <summary>Checks a name against <see cref="Zone"/> with the resolver.</summary>
    internal Task<CheckReport> CheckAsync(string domain, params string[] options) =>
        CheckAsync(Zone.Apex, domain, ["--resolver", ResolverAddress, .. options]);

    /// <summary>Checks a name against <see cref="Zone"/> with a resolver of the test's own.</summary>
    internal Task<CheckReport> CheckThroughAsync(Resolver resolver, string domain) =>
        CheckAsync(Zone.Apex, domain, ["--resolver", $"127.0.0.1:{resolver.Port}"]);

    /// <summary>Checks a name against a validation zone of the test's own.</summary>
    internal Task<CheckReport> CheckInAsync(string apex, string domain) =>
        CheckAsync(apex, domain, ["--resolver", ResolverAddress]);

    /// <summary>Checks a site that leads to the account of a validation zone of the test's own.</summary>
    internal async Task<CheckReport> CheckSiteInAsync(RunningZone zone) =>
        await CheckInAsync(zone.Apex, "www." + await NewSiteLeadingToAsync(zone.Fulldomain));

    /// <summary>Runs the command with nothing added but the validation zone.</summary>
    internal static async Task<CheckReport> CheckAsync(string zone, string domain, string[] options) =>
        CheckReport.Read(await ChildProcess.RunAsync(
            ServerProcess.Executable, ["check", domain, "--zone", zone.TrimEnd('.'), "--json", .. options]));

    /// <summary>Checks a name as a person does who reads the answer.</summary>
    internal Task<FinishedProcess> CheckInWordsAsync(string domain) =>
        ChildProcess.RunAsync(ServerProcess.Executable, CommandFor(domain));

    /// <summary>What a person writes behind the name of the program.</summary>
    internal string[] CommandFor(string domain) =>
        ["check", domain, "--zone", Zone.Apex.TrimEnd('.'), "--resolver", ResolverAddress];

    private async Task StartAsync()
    {
        IPAddress[] addresses = [.. Enumerable.Range(0, 4).Select(_ => PrivateRoot.NextAddress())];
        _delegations = $"""
            @ NS ns1
            ns1 A {addresses[0]}
            ops NS ns1.ops
            ns1.ops A {addresses[1]}
            {Delegation("knot.net.", addresses[2])}{Delegation("nsd.net.", addresses[3])}
            """;
        _validationZones = $"@ NS ns1\nns1 A {addresses[1]}\n";
        _root = Keep(await PrivateRoot.StartAsync(
            _folder, Delegation(TopLevel, addresses[0]) + Delegation(LameTopLevel + ".", addresses[1])));
        _topLevel = Keep(await ZoneHost.StartAsync("nsd", addresses[0], TopLevel, _delegations));
        _operator = Keep(await ZoneHost.StartAsync("nsd", addresses[1], Operator, _validationZones));
        _knot = Keep(await ZoneHost.StartAsync("knotd", addresses[2], "knot.net.", Host(addresses[2])));
        _nsd = Keep(await ZoneHost.StartAsync("nsd", addresses[3], "nsd.net.", Host(addresses[3])));
        _resolver = Keep(await StartResolverAsync());
        ZonePlace place = NextPlace();
        Zone = Keep(await StartZoneAsync(
            new AZone(place) { Records = place.TwoServers, Addresses = [place.First, place.Second] }));
        await Zone.PublishAsync(values: 1);
    }

    private static string Delegation(string apex, params IPAddress[] servers) => string.Concat(
        servers.Select((address, index) => $"{apex} NS ns{index + 1}.{apex}\nns{index + 1}.{apex} A {address}\n"));

    private static string Host(IPAddress address) => $"@ NS ns1\nns1 A {address}\n";

    private T Keep<T>(T part)
        where T : IAsyncDisposable
    {
        _parts.Add(part);
        return part;
    }
}
