using System.Net;
using ValidationZone.EndToEnd.Tests.Harness;
using ValidationZone.Tests.Support;
using ValidationZone.Tests.Support.Model;

namespace ValidationZone.EndToEnd.Tests.Oracles;

/// <summary>Resolvers between the asker and our server: they must find what the zone says.</summary>
public sealed class ResolverTests : IDisposable
{
    private const int Lookups = 5_000;
    private const int Workers = 4;
    private const ushort RecursionDesired = 0x0100;
    private const int SoaType = 6;
    private static readonly string[] Types = ["TXT", "CAA", "A", "NS", "SOA", "CNAME"];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [Trait("Row", "N04")]
    [Trait("Over", "UDP4")]
    [InlineData("unbound")]
    [InlineData("unbound-minimising")]
    [InlineData("named")]
    [InlineData("kresd")]
    public async Task Every_name_and_type_resolves(string kind)
    {
        Tools.Require("nsd", kind.Split('-')[0]);
        Tools.RequireRoot();
        IPAddress address = PrivateRoot.NextAddress();
        await using GeneratedServer server = await GeneratedServer.StartAsync(
            _folder, ZoneAt(address), subdomains: 30, "--dns", $"{address}:53");
        await using PrivateRoot root = await PrivateRoot.StartAsync(_folder, GeneratedServer.Apex, address);
        await using Resolver resolver = await root.StartResolverAsync(kind, _folder);

        string[] names = Names(server.Zone);
        string[][] wrong = await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(
            () => FindWrong(server.Zone.Model, names, resolver.Port, worker).ToArray())));

        string[] all = [.. wrong.SelectMany(found => found)];
        Assert.True(all.Length == 0, $"{all.Length} of {Lookups} are wrong:\n{string.Join('\n', all.Take(10))}");
    }

    /// <summary>Static names of every kind but loops, which no resolver can resolve.</summary>
    private static RandomZone ZoneAt(IPAddress address)
    {
        const string Apex = GeneratedServer.Apex;
        ModelRecord[] records =
        [
            new(Apex, "SOA", 60, $"ns1.{Apex} hostmaster.{Apex} 1 3600 600 86400 0"),
            new(Apex, "NS", 60, "ns1." + Apex),
            new("ns1." + Apex, "A", 60, $"{address}"),
            new(Apex, "CAA", 60, "0 issue \"ca.example\""),
            new("api.static." + Apex, "A", 60, "192.0.2.81"),
            new("deep.er.than.that." + Apex, "TXT", 60, "\"deep\""),
            new("out." + Apex, "CNAME", 60, PrivateRoot.OutsideName),
            new("alias." + Apex, "CNAME", 60, "api.static." + Apex),
            new("gone." + Apex, "CNAME", 60, "nobody." + Apex),
            new("_dmarc." + Apex, "TXT", 60, "\"v=DMARC1; p=reject\""),
        ];
        return RandomZone.Of(Apex, records);
    }

    /// <summary>Names of all kinds: with and without values, deleted, never there, below, above, static.</summary>
    private static string[] Names(RandomZone zone) =>
    [
        .. zone.Model.Names, .. zone.Deleted,
        .. zone.Subdomains.Keys.Take(5).Select(name => "_acme-challenge." + name),
        .. zone.Deleted.Select(name => "below." + name),
        "static." + zone.Model.Apex, "that." + zone.Model.Apex, "than.that." + zone.Model.Apex,
        "nobody." + zone.Model.Apex, "e8a4c6b0-1f3d-4a5c-8e7b-2d9f0a1c3b5f." + zone.Model.Apex,
        "a.b.c.d.e.f." + zone.Model.Apex, "below.api.static." + zone.Model.Apex,
    ];

    private static IEnumerable<string> FindWrong(ModelZone zone, string[] names, int port, int worker)
    {
        using var client = new DnsClient(port);
        for (int i = worker; i < Lookups; i += Workers)
        {
            string name = names[i / Types.Length % names.Length];
            string type = Types[i % Types.Length];
            var query = new ModelQuery
            {
                QName = WireName.ToOctets(name), Type = type, Id = (ushort)i,
                FlagBits = RecursionDesired, EdnsSize = 1232,
            };
            string expected = Describe(zone.Answer(query)!, name);
            string got = client.Ask(query.ToOctets()) is { } reply ? Describe(reply, name) : "silence";
            if (got != expected)
                yield return $"{name} {type}: wanted {expected}, got {got}";
        }
    }

    /// <summary>RCODE and the records of the name asked for, not of what an alias leads to.</summary>
    private static string Describe(ModelReply reply, string name) => Join(
        reply.Rcode,
        reply.Answer.Where(record => record.OwnerName == name)
            .Select(record => record.Type == "SOA" ? "SOA" : record.Rdata));

    private static string Describe(DnsReply reply, string name) => Join(
        reply.Rcode,
        reply.Answer.Where(record => record.OwnerName.Equals(name, StringComparison.OrdinalIgnoreCase))
            .Select(record => record.Type == SoaType ? "SOA" : record.RdataText));

    private static string Join(string rcode, IEnumerable<string> records) => string.Join(
        ' ', records.Select(record => record.StartsWith('"') ? record : record.ToUpperInvariant())
            .Order(StringComparer.Ordinal).Prepend(rcode));
}
