using System.Net;
using ValidationZone.Delegation.Report;
using ValidationZone.Tests.Support;
using ValidationZone.Wire;

namespace ValidationZone.Delegation.Tests.Scripted;

/// <summary>
/// A small internet in this process in which <c>www.example.org</c> is delegated as it should be, until a test says
/// otherwise: zones, a server for each on an address of its own, and a resolver that knows the zones' contents.
/// </summary>
internal sealed class ScriptedWorld : IAsyncDisposable
{
    public const string Target = "5c9a.auth.example.net.";
    public const string Name = "_acme-challenge.www.example.org.";

    private const int RecursionAvailable = 0x0080;
    private const int ServFail = 2;
    private const int MostLinks = 12;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly List<ScriptedServer> _servers = [];
    private readonly int _port = FreePort.Next();
    private readonly byte[] _network = [127, (byte)Random.Shared.Next(60, 250), (byte)Random.Shared.Next(1, 255)];

    public ScriptedWorld()
    {
        TopLevel = new ScriptedZone(
            "org.", "org. SOA 60 1", "org. NS ns.org.", $"ns.org. A {At(1)}", "example.org. NS ns1.example.org.",
            "example.org. NS ns2.example.org.", $"ns1.example.org. A {At(11)}", $"ns2.example.org. A {At(12)}");
        Production = new ScriptedZone(
            "example.org.", "example.org. SOA 60 1", "example.org. NS ns1.example.org.",
            "example.org. NS ns2.example.org.", $"ns1.example.org. A {At(11)}", $"ns2.example.org. A {At(12)}",
            "www.example.org. A 192.0.2.1", $"{Name} CNAME {Target}");
        Parent = new ScriptedZone(
            "example.net.", "example.net. SOA 60 1", "example.net. NS ns.example.net.", $"ns.example.net. A {At(21)}",
            "auth.example.net. NS ns1.auth.example.net.", $"ns1.auth.example.net. A {At(31)}");
        Validation = new ScriptedZone(
            "auth.example.net.", "auth.example.net. SOA 5 1", "auth.example.net. NS ns1.auth.example.net.",
            $"ns1.auth.example.net. A {At(31)}", $"{Target} TXT value");
        Zones = [TopLevel, Production, Parent, Validation];
        TopLevelServer = Serve(1, query => TopLevel.Answer(query));
        First = Serve(11, query => Production.Answer(query));
        Second = Serve(12, query => Production.Answer(query));
        ParentServer = Serve(21, query => Parent.Answer(query));
        OurServer = Serve(31, query => Validation.Answer(query));
        Resolver = Serve(53, query => Resolve(query));
    }

    public ScriptedZone TopLevel { get; }

    public ScriptedZone Production { get; }

    public ScriptedZone Parent { get; }

    public ScriptedZone Validation { get; }

    /// <summary>What the resolver knows.</summary>
    public List<ScriptedZone> Zones { get; }

    public ScriptedServer TopLevelServer { get; }

    public ScriptedServer First { get; }

    public ScriptedServer Second { get; }

    public ScriptedServer ParentServer { get; }

    public ScriptedServer OurServer { get; }

    public ScriptedServer Resolver { get; }

    /// <summary>Short waits, so that silence does not make the tests slow.</summary>
    public CheckLimits Limits => new()
    {
        Budget = TimeSpan.FromSeconds(60),
        QuestionTimeout = TimeSpan.FromMilliseconds(400),
        TriesPerQuestion = 2,
        NameServerPort = _port,
    };

    public CheckRequest Request => new()
    {
        Domain = Domain("www.example.org"),
        Zone = DomainName.Parse("auth.example.net"),
        Resolvers = [Resolver.Endpoint],
    };

    public static CheckedDomain Domain(string text) =>
        CheckedDomain.TryParse(text, isWildcard: false, out CheckedDomain? domain, out string? problem)
            ? domain
            : throw new ArgumentException(problem, nameof(text));

    /// <summary>Checks, and fails when the report is not there in time.</summary>
    public Task<CheckReport> CheckAsync(CheckRequest? request = null, CheckLimits? limits = null) =>
        new DelegationCheck(limits ?? Limits, new PatientTime(CatchUpAsync))
            .RunAsync(request ?? Request, TestContext.Current.CancellationToken)
            .WaitAsync(Patience, TestContext.Current.CancellationToken);

    public IPAddress At(int host) => new([.. _network, (byte)host]);

    /// <summary>One more server, at an address of this world.</summary>
    public ScriptedServer Serve(int host, Func<ScriptedQuery, ScriptedMessages> script)
    {
        var server = new ScriptedServer(At(host), _port, script);
        _servers.Add(server);
        return server;
    }

    /// <summary>What a resolver says that believes the zones.</summary>
    public ScriptedReply Resolve(ScriptedQuery query)
    {
        var links = new List<ScriptedRecord>();
        string name = query.Name;
        while (links.Count < MostLinks)
        {
            ScriptedZone? zone = Zones
                .Where(zone => ScriptedZone.IsAtOrBelow(name, zone.Apex) && !(query.Type == "DS" && name == zone.Apex))
                .MaxBy(zone => zone.Apex.Length);
            if (zone is null)
                return new ScriptedReply(query) { FlagBits = RecursionAvailable, Rcode = 3, Answer = links };

            ScriptedReply reply = zone.Answer(query with { Name = name });
            links.AddRange(reply.Answer);
            if (reply.Answer is not [{ Type: "CNAME" } alias])
                return reply with { Query = query, FlagBits = RecursionAvailable, Answer = links };

            name = alias.Name;
        }

        return new ScriptedReply(query) { FlagBits = RecursionAvailable, Rcode = ServFail };
    }

    private Task CatchUpAsync() => Task.WhenAll(_servers.Select(server => server.CatchUpAsync()));

    public async ValueTask DisposeAsync()
    {
        foreach (ScriptedServer server in _servers)
            await server.DisposeAsync();
    }
}
