using System.Net;
using ValidationZone.Delegation.Report;
using ValidationZone.Delegation.Tests.Scripted;
using ValidationZone.Tests.Support;

namespace ValidationZone.Delegation.Tests;

/// <summary>Servers and zones that mean harm: each check ends within its budget, and its report can be shown.</summary>
public sealed class HostileTests
{
    private const int ManyRecords = 3_000;
    private const int LongText = 64_000;

    // What is wrong, and the finding that says so.
    private static readonly Dictionary<string, Action<ScriptedWorld>> Situations = new()
    {
        ["resolver is silent: resolver-failed"] = world => world.Resolver.Script = _ => ScriptedMessages.Silence,
        ["resolver refuses: production-zone-not-found"] = world => world.Resolver.Script = query => Failing(query, 5),
        ["resolver says SERVFAIL to all: production-zone-not-found"] =
            world => world.Resolver.Script = query => Failing(query, 2),
        ["resolver says FORMERR without a question: production-zone-not-found"] = world =>
            world.Resolver.Script = query => Failing(query, 1) with { Question = [] },
        ["resolver leaves the question out of an answer: resolver-failed"] = world =>
            world.Resolver.Script = query => world.Resolve(query) with { Question = [] },
        ["resolver says NXDOMAIN to all: production-zone-not-found"] =
            world => world.Resolver.Script = query => Failing(query, 3),
        ["resolver answers with another identifier: resolver-failed"] = world =>
            world.Resolver.Script = query => world.Resolve(query) with { Id = query.Id ^ 1 },
        ["resolver answers another question: resolver-failed"] = world =>
            world.Resolver.Script = query => world.Resolve(query) with { Question = Other(query) },
        ["resolver sends empty datagrams: resolver-failed"] =
            world => world.Resolver.Script = _ => ScriptedMessages.Raw([]),
        ["resolver sends twelve octets: resolver-failed"] =
            world => world.Resolver.Script = _ => ScriptedMessages.Raw(new byte[12]),
        ["resolver truncates everything, over TCP too: production-zone-not-found"] = world =>
            world.Resolver.Script = query => world.Resolve(query) with { FlagBits = 0x0280, Answer = [] },
        ["resolver sends a CNAME loop: production-zone-not-found"] =
            world => world.Resolver.Script = query => new ScriptedReply(query)
            {
                FlagBits = 0x0080, Answer = [Alias(query.Name, "x.example."), Alias("x.example.", query.Name)],
            },
        ["resolver makes every name an alias of a longer one: production-zone-not-found"] = world =>
            world.Resolver.Script = query => new ScriptedReply(query)
            {
                Answer = [Alias(query.Name, "a.b.c.d.e.f.g.h.example.org.")],
            },
        ["resolver names a thousand servers: validation-zone-not-delegated"] =
            world => world.Resolver.Script = query => query.Type == "NS"
                ? new ScriptedReply(query) { Answer = [.. Servers(query.Name, 450)] }
                : world.Resolve(query),
        ["resolver gives a thousand addresses: production-server-silent"] =
            world => world.Resolver.Script = query => query.Type == "A"
                ? new ScriptedReply(query) { Answer = [.. Addresses(query.Name, 450)] }
                : world.Resolve(query),
        ["resolver gives loopback, multicast and nothing as addresses: production-server-silent"] = world =>
            world.Resolver.Script = query => query.Type switch
            {
                "A" => new ScriptedReply(query)
                {
                    Answer = [.. Lines(query.Name, "A", "0.0.0.0", "224.0.0.1", "255.255.255.255", "240.0.0.1")],
                },
                "AAAA" => new ScriptedReply(query)
                {
                    Answer = [.. Lines(query.Name, "AAAA", "::", "ff02::1", "::ffff:224.0.0.1", "fe80::1")],
                },
                _ => world.Resolve(query),
            },
        ["resolver claims the root is a zone for all: production-zone-not-found"] = world =>
            world.Resolver.Script = query => new ScriptedReply(query) { Authority = [ScriptedRecord.Parse(". SOA 1 1")] },
        ["resolver claims an unrelated zone: production-zone-not-found"] =
            world => world.Resolver.Script = query => new ScriptedReply(query)
            {
                Authority = [ScriptedRecord.Parse("bank.example. SOA 1 1")],
            },
        ["one production server is silent: production-server-silent"] =
            world => world.Second.Script = _ => ScriptedMessages.Silence,
        ["all production servers are silent: production-server-silent"] = world =>
        {
            world.First.Script = world.Second.Script = _ => ScriptedMessages.Silence;
            world.Zones.Remove(world.Production);
        },
        ["production servers send a chain of a thousand aliases: several-aliases"] = world =>
            Both(world, query => new ScriptedReply(query) { Answer = [.. Chain(query.Name, 450)] }),
        ["production servers make each name an alias: production-servers-disagree"] =
            world => Both(world, query => new ScriptedReply(query)
            {
                Answer = [Alias(query.Name, $"{Guid.NewGuid():N}.example.org.")],
            }),
        ["alias leads to itself: alias-loop"] = world => Both(world, query => new ScriptedReply(query)
        {
            Answer = [Alias(query.Name, query.Name)],
        }),
        ["alias leads to the longest name: alias-outside"] = world => Realias(
            world, string.Concat(Enumerable.Repeat(new string('a', 62) + ".", 3)) + new string('b', 60) + "."),
        ["alias leads to 126 labels: alias-outside"] =
            world => Realias(world, string.Concat(Enumerable.Repeat("a.", 126))),
        ["alias has control characters: alias-outside"] =
            world => Realias(world, "\\027[2J\\007\\010\\013.\\155evil.example."),
        ["alias has a dot inside a label: alias-outside"] =
            world => Realias(world, "5c9a\\046auth\\046example\\046net.example."),
        ["alias leads to a special-use name: alias-outside"] = world => Realias(world, "printer.office.internal."),
        ["alias leads to localhost: alias-outside"] = world => Realias(world, "localhost."),
        ["alias leads to the root: alias-outside"] = world => Realias(world, "."),
        ["production servers send aliases for other names: alias-missing"] = world =>
            Both(world, query => new ScriptedReply(query) { Answer = [Alias("bank.example.", ScriptedWorld.Target)] }),
        ["production servers hide the alias in the authority section: alias-missing"] = world =>
            Both(world, query => new ScriptedReply(query) { Authority = [Alias(query.Name, ScriptedWorld.Target)] }),
        ["production servers answer without authority: production-server-lame"] = world =>
            Both(world, query => world.Production.Answer(query) with { FlagBits = 0 }),
        ["production servers refer upwards: production-server-lame"] =
            world => Both(world, query => new ScriptedReply(query)
            {
                FlagBits = 0, Authority = [ScriptedRecord.Parse("org. NS ns1.example.org.")],
            }),
        ["production servers refer to each label below in turn: delegated-instead-of-alias"] =
            world => Both(world, query => new ScriptedReply(query)
            {
                FlagBits = 0, Authority = [ScriptedRecord.Parse($"{query.Name} NS ns1.example.org.")],
            }),
        ["production servers refer with forged glue: production-server-silent"] =
            world => Both(world, query => new ScriptedReply(query)
            {
                FlagBits = 0,
                Authority = [ScriptedRecord.Parse("www.example.org. NS ns.bank.example.")],
                Additional = [ScriptedRecord.Parse("ns.bank.example. A 192.0.2.66")],
            }),
        ["production servers send 64 KiB: txt-instead-of-alias"] =
            world => Both(world, query => new ScriptedReply(query)
            {
                Answer = [.. Enumerable.Repeat(new ScriptedRecord(query.Name, query.Type, new byte[250]), 215)],
            }),
        ["production servers send thousands of records: production-server-lame"] =
            world => Both(world, query => new ScriptedReply(query)
            {
                Answer = [.. Enumerable.Repeat(new ScriptedRecord(".", "TXT", [0]), ManyRecords)],
            }),
        ["production servers promise records that are not there: production-server-lame"] = world =>
            Both(world, query => Patched(new ScriptedReply(query), 6, 0xFF, 0xFF)),
        ["production servers send a pointer to itself: production-server-lame"] = world => Both(world, query => Patched(
            new ScriptedReply(query) { Answer = [Alias(query.Name, ".")] }, 12 + query.Question.Length, 0xC0, 0xFF)),
        ["production servers send RDATA that is no name: production-server-lame"] =
            world => Both(world, query => new ScriptedReply(query)
            {
                Answer = [new ScriptedRecord(query.Name, "CNAME", [63, 1, 2])],
            }),
        ["production servers send questions back: production-server-silent"] = world =>
            Both(world, query => Patched(new ScriptedReply(query), 2, 0, 0)),
        ["production servers send a hundred wrong answers first: production-server-silent"] =
            world => Both(world, query => ScriptedMessages.Raw(
            [
                .. Enumerable.Range(1, 150).Select(guess =>
                    (new ScriptedReply(query) { Id = (query.Id + guess) & 0xFFFF }).ToOctets()),
            ])),
        ["production servers close TCP in the middle: production-server-silent"] =
            world => Both(world, query => new ScriptedMessages(
                [(new ScriptedReply(query) { FlagBits = 0x0600 }).ToOctets()], [0xFF, 0xFF, 1, 2, 3])),
        ["production servers keep TCP open in silence: production-server-silent"] =
            world => Both(world, query => new ScriptedMessages(
                [(new ScriptedReply(query) { FlagBits = 0x0600 }).ToOctets()], [])),
        ["production servers send an empty message over TCP: production-server-silent"] =
            world => Both(world, query => new ScriptedMessages(
                [(new ScriptedReply(query) { FlagBits = 0x0600 }).ToOctets()], [0, 0])),
        ["parent delegates to names that nobody knows: validation-server-silent"] = world => world.Parent
            .Without("auth.example.net.", "NS").With("auth.example.net. NS nowhere.example."),
        ["parent delegates to localhost: validation-server-silent"] = world => world.Parent
            .Without("auth.example.net.", "NS").With("auth.example.net. NS localhost."),
        ["parent delegates to a hundred names without addresses: validation-soa-wrong"] =
            world => world.Parent.Records.AddRange(
                Servers("auth.example.net.", 100)),
        ["our server sends hundreds of values: too-many-values"] =
            world => world.OurServer.Script = query => query.Type == "TXT"
                ? new ScriptedReply(query)
                {
                    Answer =
                        [.. Enumerable.Range(0, 450).Select(n => ScriptedRecord.Parse($"{query.Name} TXT value{n}"))],
                }
                : world.Validation.Answer(query),
        ["our server sends a SOA that is none: validation-server-lame"] =
            world => world.OurServer.Script = query => new ScriptedReply(query)
            {
                Answer = [new ScriptedRecord(query.Name, "SOA", [0, 0, 1, 2, 3])],
            },
        ["CAA tag with control characters: caa-critical-unknown"] = world =>
            world.Production.With("www.example.org. CAA 128 \u001b[2J evil"),
        ["CAA value of 60,000 octets: caa-forbids"] = world => world.Production.Records.Add(new ScriptedRecord(
            "www.example.org.", "CAA", [0, 5, .. "issue"u8, .. Enumerable.Repeat((byte)7, LongText)])),
    };

    public static TheoryData<string> Names => [.. Situations.Keys];

    [Fact]
    public void There_are_at_least_fifty_situations() => Assert.InRange(Situations.Count, 50, 1000);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Check_ends_within_its_limits_and_shows_nothing_that_hurts(string situation)
    {
        await using var world = new ScriptedWorld();
        Situations[situation](world);

        CheckReport report = await world.CheckAsync(world.Request with { CaIdentifier = "ca.example" });

        Assert.InRange(report.Questions, 1, world.Limits.MaxQuestions);
        Assert.Contains(situation.Split(": ")[1], report.Findings.Select(each => each.Code));
        Assert.DoesNotContain(new ReportText(isColoured: false).Write(report), c => char.IsControl(c) && c != '\n');
        Assert.DoesNotContain(ReportJson.Write(report), char.IsControl);
    }

    private static ScriptedReply Failing(ScriptedQuery query, int rcode) =>
        new(query) { Rcode = rcode, FlagBits = 0x0080 };

    private static ScriptedRecord Alias(string owner, string target) => ScriptedRecord.Parse($"{owner} CNAME {target}");

    private static byte[] Other(ScriptedQuery query) => [.. WireName.ToOctets("other.example."), .. query.Question[^4..]];

    private static IEnumerable<ScriptedRecord> Chain(string name, int links) => Enumerable.Range(0, links)
        .Select(link => Alias(link == 0 ? name : $"link{link}.example.org.", $"link{link + 1}.example.org."));

    private static IEnumerable<ScriptedRecord> Servers(string owner, int count) =>
        Enumerable.Range(1, count).Select(n => ScriptedRecord.Parse($"{owner} NS ns{n}.example.org."));

    private static IEnumerable<ScriptedRecord> Addresses(string owner, int count) =>
        Enumerable.Range(1, count).Select(n => ScriptedRecord.Parse($"{owner} A 127.1.{n / 200}.{n % 200}"));

    private static IEnumerable<ScriptedRecord> Lines(string owner, string type, params string[] addresses) =>
        addresses.Select(address => new ScriptedRecord(owner, type, IPAddress.Parse(address).GetAddressBytes()));

    private static void Both(ScriptedWorld world, Func<ScriptedQuery, ScriptedMessages> script)
    {
        world.First.Script = world.Second.Script = script;
    }

    private static void Realias(ScriptedWorld world, string target) =>
        world.Production.Without(ScriptedWorld.Name, "CNAME").With($"{ScriptedWorld.Name} CNAME {target}");

    private static ScriptedMessages Patched(ScriptedReply reply, int at, params byte[] octets)
    {
        byte[] message = reply.ToOctets();
        octets.CopyTo(message, at);
        return ScriptedMessages.Raw(message);
    }
}
