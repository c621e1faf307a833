using System.Collections.Concurrent;
using System.Net;
using System.Text;
using ValidationZone.EndToEnd.Tests.Harness;
using ValidationZone.Tests.Support;
using ValidationZone.Tests.Support.Model;

namespace ValidationZone.EndToEnd.Tests.Oracles;

/// <summary>The same zone on our server, NSD and Knot: the same questions must get the same replies.</summary>
public sealed class DifferentialTests : IDisposable
{
    private const int Workers = 4;
    private const int MostShown = 5;
    private static readonly int Questions = Tools.LongRun ? 200_000 : 20_000;

    private readonly TempFolder _folder = new();
    private readonly ConcurrentDictionary<string, int> _excepted = new();
    private readonly ConcurrentQueue<string> _differences = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("nsd", 2308)]
    [InlineData("nsd", 4592)]
    [InlineData("knotd", 2308)]
    [InlineData("knotd", 4592)]
    public async Task Replies_are_those_of_the_other_server(string program, int seed)
    {
        Tools.Require(program);
        var zone = new RandomZone(GeneratedServer.Apex, seed);
        await using GeneratedServer ours = await GeneratedServer.StartAsync(_folder, zone, subdomains: 40);
        string whole = _folder.Write("whole.zone", zone.WholeMasterFile);
        await using OracleServer theirs = program == "nsd"
            ? await OracleServer.StartNsdAsync(_folder, GeneratedServer.Apex, whole)
            : await OracleServer.StartKnotAsync(_folder, GeneratedServer.Apex, whole);

        var ourEndpoint = new IPEndPoint(IPAddress.Loopback, ours.Process.DnsPort);
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(
            () => Compare(zone, seed + worker, ourEndpoint, theirs))));

        string excepted = string.Join('\n', _excepted.Select(entry => $"{entry.Value} excepted: {entry.Key}"));
        TestContext.Current.TestOutputHelper?.WriteLine($"{Questions} compared with {program}\n{excepted}");
        Assert.True(
            _differences.IsEmpty,
            $"{_differences.Count} differences, such as:\n{string.Join('\n', _differences.Take(MostShown))}");
    }

    private void Compare(RandomZone zone, int seed, IPEndPoint ourEndpoint, OracleServer theirs)
    {
        using var ourClient = new DnsClient(ourEndpoint);
        using var theirClient = new DnsClient(theirs.Endpoint);
        var queries = new RandomQuery(zone, seed);
        for (int compared = 0; compared < Questions / Workers;)
        {
            ModelQuery query = queries.Next();
            if (KnownDifference.Find(theirs.Name, query, zone.Model) is { } known)
            {
                Except(known.Reason);
                continue;
            }

            compared++;
            Compare(query, compared % 10 == 0, ourClient, theirClient, theirs.Name);
        }
    }

    private void Except(string reason) => _excepted.AddOrUpdate(reason, 1, (_, count) => count + 1);

    private void Compare(ModelQuery query, bool overTcp, DnsClient ourClient, DnsClient theirClient, string name)
    {
        byte[] request = query.ToOctets();
        DnsReply? ours = overTcp ? ourClient.AskOverTcp(request) : ourClient.Ask(request);
        DnsReply? theirs = overTcp ? theirClient.AskOverTcp(request) : theirClient.Ask(request);
        if (Describe(ours) == Describe(theirs))
            return;

        string via = overTcp ? "TCP" : "UDP";
        _differences.Enqueue($"{via} {query}\nours:\n{Describe(ours)}{name}:\n{Describe(theirs)}");
    }

    /// <summary>RCODE, AA, TC, answer and authority; of a truncated reply the head, as the rest is anybody's.</summary>
    private static string Describe(DnsReply? reply)
    {
        if (reply is null)
            return "silence\n";

        string flags = string.Join(' ', reply.Flags.Split(' ').Where(flag => flag is "aa" or "tc"));
        var text = new StringBuilder($"{reply.Rcode} {flags}\n");
        if (reply.IsTruncated)
            return text.ToString();

        foreach (string record in Sorted(reply.Answer))
            text.Append("answer ").Append(record).Append('\n');

        foreach (string record in Sorted(reply.Authority))
            text.Append("authority ").Append(record).Append('\n');

        return text.ToString();
    }

    private static IEnumerable<string> Sorted(IEnumerable<DnsRecord> records) =>
        records.Select(record => WithoutSerial(record.ToString())).Order(StringComparer.Ordinal);

    private static string WithoutSerial(string record)
    {
        string[] words = record.Split(' ');
        if (words.Length == 10 && words[2] == "SOA")
            words[5] = "SERIAL";

        return string.Join(' ', words);
    }
}
