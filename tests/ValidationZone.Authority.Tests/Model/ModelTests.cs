using ValidationZone.Authority.Answering;
using ValidationZone.Tests.Support;
using ValidationZone.Tests.Support.Model;

namespace ValidationZone.Authority.Tests.Model;

/// <summary>Random zones and random questions: every reply is compared with that of the reference model.</summary>
public sealed class ModelTests
{
    private const int QueriesPerZone = 200;
    private const int FirstSeed = 8_906;

    private static readonly int Zones =
        Environment.GetEnvironmentVariable("VALIDATIONZONE_LONG_TESTS") == "1" ? 5_000 : 100;

    [Fact]
    [Trait("Row", "N01")]
    [Trait("Row", "N03")]
    public void Every_reply_is_the_one_that_the_model_gives()
    {
        for (int seed = FirstSeed; seed < FirstSeed + Zones; seed++)
        {
            RandomZone random = NewZone(seed);
            AZone zone = Serve(random);
            var queries = new RandomQuery(random, seed);
            for (int i = 0; i < QueriesPerZone; i++)
                AssertAsModelled(zone, random, queries.Next(), seed);
        }
    }

    private static RandomZone NewZone(int seed)
    {
        var random = new RandomZone(AZone.Apex, seed);
        random.AddSubdomain(AZone.L2, [AZone.V1, AZone.V2], AZone.TxtTtlSeconds);
        random.AddSubdomain(AZone.L0, [], AZone.TxtTtlSeconds);
        random.AddSubdomains(10, AZone.TxtTtlSeconds);
        return random;
    }

    private static AZone Serve(RandomZone random)
    {
        AZone zone = AZone.Loaded(masterFile: random.MasterFile);
        foreach (string name in random.Deleted)
            zone.Publish(name, AZone.V1);

        foreach ((string name, string[] values) in random.Subdomains)
            zone.Publish(name, values);

        foreach (string name in random.Deleted)
            Assert.True(zone.Remove(name));

        return zone;
    }

    private static void AssertAsModelled(AZone zone, RandomZone random, ModelQuery query, int seed)
    {
        string? difference = FindDifference(zone, random.Model.Answer(query), query);
        if (difference is not null)
            Assert.Fail($"seed {seed}, question {query}\n{difference}\nzone:\n{random}");
    }

    private static string? FindDifference(AZone zone, ModelReply? expected, ModelQuery query)
    {
        byte[] request = query.ToOctets();
        ReadOnlySpan<byte> datagram = zone.Send(request);
        ReadOnlySpan<byte> stream = zone.Send(request, DnsTransport.Tcp);
        if (expected is null)
            return datagram.IsEmpty && stream.IsEmpty ? null : "a reply where silence is called for";

        if (datagram.IsEmpty || stream.IsEmpty)
            return "silence where a reply is called for";

        DnsReply whole = DnsReply.Parse(stream);
        string wanted = ReplyComparison.Describe(query, expected);
        string got = ReplyComparison.Describe(query, expected, whole);
        if (wanted != got || whole.Id != query.Id)
            return $"wanted:\n{wanted}\ngot:\n{got}";

        return TruncationRule.FindBreach(query, DnsReply.Parse(datagram), whole);
    }
}
