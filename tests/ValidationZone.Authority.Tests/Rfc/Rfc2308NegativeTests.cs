using System.Globalization;
using ValidationZone.Tests.Support;

namespace ValidationZone.Authority.Tests.Rfc;

/// <summary>Negative answers (RFC 2308).</summary>
public sealed class Rfc2308NegativeTests
{
    private static readonly int[] MetaTypes = [41, 128, 249, 250, 251, 252, 253, 254, 255];

    [Theory]
    [Trait("Row", "N01")]
    [Trait("Rfc", "2308 §2")]
    [InlineData(AZone.LX, "NXDOMAIN")]
    [InlineData(AZone.LD, "NXDOMAIN")]
    [InlineData(AZone.L0, "NOERROR")]
    [InlineData(AZone.L2, "NOERROR")]
    [InlineData("static." + AZone.Apex, "NOERROR")]
    public void Existence_does_not_depend_on_the_type(string qname, string rcode)
    {
        AZone zone = AZone.Loaded();
        var random = new Random(2308);
        int[] types = [1, 2, 5, 6, 28, 46, 257, .. Enumerable.Range(0, 100).Select(_ => random.Next(65536))];
        foreach (int type in types.Where(type => type != 16).Except(MetaTypes))
        {
            DnsReply reply = zone.Ask(qname, string.Create(CultureInfo.InvariantCulture, $"TYPE{type}"));

            Assert.Equal((rcode, "qr aa"), (reply.Rcode, reply.Flags));
            Assert.Empty(reply.Answer);
            AssertNegative(reply, ttl: 5);
        }
    }

    [Theory]
    [Trait("Row", "N08")]
    [Trait("Rfc", "2308 §5")]
    [InlineData(3600, 5, 5)]
    [InlineData(5, 3600, 5)]
    [InlineData(7, 7, 7)]
    [InlineData(0, 10, 0)]
    public void Negative_answers_live_as_long_as_the_smaller_of_SOA_TTL_and_MINIMUM(
        uint soaTtl, uint minimum, uint expected)
    {
        string masterFile = $"""
            $ORIGIN {AZone.Apex}
            @ {soaTtl} IN SOA ns1 hostmaster 1 3600 600 86400 {minimum}
            @ 60 IN NS ns1
            ns1 60 IN A 192.0.2.1
            """;
        AZone zone = AZone.Loaded(masterFile: masterFile);

        AssertNegative(zone.Ask(AZone.LX, "TXT"), expected);
        AssertNegative(zone.Ask(AZone.L0, "TXT"), expected);
        Assert.Equal(soaTtl, Assert.Single(zone.Ask(AZone.Apex, "SOA").Answer).TtlSeconds);
    }

    [Fact]
    [Trait("Row", "N02")]
    public void A_thousand_new_names_are_seen_at_once()
    {
        AZone zone = AZone.Loaded();
        for (int i = 0; i < 1000; i++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"n{i}.{AZone.Apex}");
            Assert.Equal("NXDOMAIN", zone.Ask(name, "TXT").Rcode);

            zone.Publish(name);
            Assert.Equal(("NOERROR", 0), (zone.Ask(name, "TXT").Rcode, zone.Ask(name, "TXT").Answer.Count));

            zone.Publish(name, AZone.V1);
            Assert.Single(zone.Ask(name, "TXT").Answer);
        }
    }

    private static void AssertNegative(DnsReply reply, uint ttl)
    {
        DnsRecord soa = Assert.Single(reply.Authority);
        Assert.Equal((6, ttl), (soa.Type, soa.TtlSeconds));
        Assert.Equal(AZone.Apex, soa.OwnerName);
        Assert.Empty(reply.Additional);
    }
}
