using ValidationZone.Tests.Support;

namespace ValidationZone.Authority.Tests.Rfc;

/// <summary>Where nothing exists, nothing exists below (RFC 8020); above what exists, everything does.</summary>
public sealed class Rfc8020ExistenceTests
{
    private static readonly string[] Labels =
        ["a", "b", "c", "static", "api", "www", "*", "_acme-challenge", "x1", "x2"];

    [Fact]
    [Trait("Row", "N03")]
    [Trait("Rfc", "8020 §2")]
    public void Below_NXDOMAIN_there_is_only_NXDOMAIN()
    {
        AZone zone = AZone.Loaded();
        var random = new Random(8020);
        HashSet<string> registered = Register(zone, random);
        for (int i = 0; i < 100_000; i++)
        {
            string name = RandomName(random);
            bool parentExists = Exists(zone, Parent(name));

            bool exists = Exists(zone, name);

            Assert.True(parentExists || !exists, $"{name} exists below a name that does not");
            Assert.Equal(registered.Contains(name), exists);
        }
    }

    [Theory]
    [Trait("Row", "N04")]
    [Trait("Rfc", "9156 §3")]
    [InlineData("api.static." + AZone.Apex)]
    [InlineData("ns1." + AZone.Apex)]
    [InlineData("out." + AZone.Apex)]
    [InlineData("_dmarc." + AZone.Apex)]
    [InlineData(AZone.L2)]
    [InlineData(AZone.L0)]
    [InlineData("www.example.com." + AZone.Apex)]
    public void A_minimising_resolver_finds_no_gap_on_its_way_down(string name)
    {
        AZone zone = AZone.Loaded();
        zone.Publish("www.example.com." + AZone.Apex, AZone.V1);
        for (string step = name; step != AZone.Apex; step = Parent(step))
        {
            foreach (string qtype in (string[])["A", "NS", "TXT"])
                Assert.Equal(("NOERROR", "qr aa"), (zone.Ask(step, qtype).Rcode, zone.Ask(step, qtype).Flags));
        }
    }

    private static HashSet<string> Register(AZone zone, Random random)
    {
        HashSet<string> existing =
        [
            AZone.Apex, "static." + AZone.Apex, "api.static." + AZone.Apex, "mail.static." + AZone.Apex,
        ];
        for (int i = 0; i < 300; i++)
        {
            string name = RandomName(random);
            if (existing.Contains(name) && name.EndsWith("static." + AZone.Apex, StringComparison.Ordinal))
                continue;

            zone.Publish(name, random.Next(2) == 0 ? [AZone.V1] : []);
            for (string ancestor = name; ancestor != AZone.Apex; ancestor = Parent(ancestor))
                existing.Add(ancestor);
        }

        return existing;
    }

    private static bool Exists(AZone zone, string name)
    {
        DnsReply reply = zone.Ask(name, "A");
        Assert.Contains(reply.Rcode, (string[])["NOERROR", "NXDOMAIN"]);
        return reply.Rcode == "NOERROR";
    }

    private static string RandomName(Random random)
    {
        IEnumerable<string> labels =
            Enumerable.Range(0, random.Next(1, 5)).Select(_ => Labels[random.Next(Labels.Length)]);
        return $"{string.Join('.', labels)}.{AZone.Apex}";
    }

    private static string Parent(string name) => name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..];
}
