using System.Text;
using ValidationZone.Tests.Support;

namespace ValidationZone.Authority.Tests.Rfc;

/// <summary>Letter case: it does not matter for the look-up, and it comes back (RFC 4343).</summary>
public sealed class Rfc4343CaseTests
{
    private readonly AZone _zone = AZone.Loaded();

    [Fact]
    [Trait("Row", "Q02")]
    [Trait("Rfc", "4343 §3")]
    public void Ten_thousand_spellings_of_a_subdomain_find_the_same_data()
    {
        var random = new Random(4343);
        string[] values = [$"\"{AZone.V2}\"", $"\"{AZone.V1}\""];
        for (int i = 0; i < 10_000; i++)
        {
            APacket request = APacket.Asking(MixCase(AZone.L2, random), "TXT");

            DnsReply reply = _zone.Ask(request);

            Assert.Equal("NOERROR", reply.Rcode);
            Assert.Equal(request.Question, reply.Question.ToArray());
            Assert.Equal(values, reply.Answer.Select(record => record.RdataText).Order(StringComparer.Ordinal));
            Assert.All(reply.Answer, record => Assert.Equal(AZone.L2, record.OwnerName, ignoreCase: true));
            Assert.Empty(reply.Authority);
        }
    }

    [Theory]
    [Trait("Row", "Q03")]
    [Trait("Rfc", "4343 §4.1")]
    [InlineData(AZone.Apex, "NS", "NOERROR")]
    [InlineData("ns1." + AZone.Apex, "AAAA", "NOERROR")]
    [InlineData("static." + AZone.Apex, "A", "NOERROR")]
    [InlineData(AZone.L0, "TXT", "NOERROR")]
    [InlineData(AZone.LX, "TXT", "NXDOMAIN")]
    [InlineData("out." + AZone.Apex, "A", "NOERROR")]
    [InlineData("alias." + AZone.Apex, "A", "NOERROR")]
    [InlineData("WWW.example.ORG.", "A", "REFUSED")]
    public void Spelling_changes_nothing_at_names_of_every_kind(string qname, string qtype, string rcode)
    {
        var random = new Random(7);
        string usual = Normalise(_zone.Ask(qname, qtype));
        for (int i = 0; i < 200; i++)
        {
            APacket request = APacket.Asking(MixCase(qname, random), qtype);

            DnsReply reply = _zone.Ask(request);

            Assert.Equal(rcode, reply.Rcode);
            Assert.Equal(request.Question, reply.Question.ToArray());
            Assert.Equal(usual, Normalise(reply));
        }
    }

    [Fact]
    [Trait("Row", "Q05")]
    [Trait("Rfc", "4343 §3")]
    public void Only_ASCII_letters_are_folded()
    {
        _zone.Publish(@"\233tude-cafe." + AZone.Apex, AZone.V1);

        Assert.Equal("NOERROR", _zone.Ask(@"\233TUDE-CAFE." + AZone.Apex, "TXT").Rcode);
        Assert.Equal("NXDOMAIN", _zone.Ask(@"\201tude-cafe." + AZone.Apex, "TXT").Rcode);
    }

    [Theory]
    [Trait("Row", "Q05")]
    [InlineData(@"a\064", @"a\096")]
    [InlineData(@"a\091", @"a\123")]
    [InlineData(@"a\193", @"a\225")]
    [InlineData(@"\193long-label", @"\225long-label")]
    [InlineData(@"\218long-label", @"\250long-label")]
    [InlineData(@"\064long-label", @"\096long-label")]
    [InlineData(@"\091long-label", @"\123long-label")]
    [InlineData(@"a\017", @"a\049")]
    public void Octets_that_differ_in_the_case_bit_but_are_no_letters_differ(string registered, string other)
    {
        _zone.Publish($"{registered}.{AZone.Apex}", AZone.V1);

        Assert.Equal("NOERROR", _zone.Ask($"{registered}.{AZone.Apex}", "TXT").Rcode);
        Assert.Equal("NXDOMAIN", _zone.Ask($"{other}.{AZone.Apex}", "TXT").Rcode);
    }

    [Fact]
    [Trait("Row", "Q05")]
    public void A_subdomain_registered_in_capitals_is_the_same_subdomain()
    {
        _zone.Publish(AZone.L0.ToUpperInvariant(), AZone.V1);

        Assert.Single(_zone.Ask(AZone.L0, "TXT").Answer);
        Assert.Equal(2, _zone.Zone.Table.SubdomainCount);
    }

    private static string MixCase(string name, Random random)
    {
        var mixed = new StringBuilder(name.Length);
        foreach (char c in name)
            mixed.Append(random.Next(2) == 0 ? char.ToUpperInvariant(c) : char.ToLowerInvariant(c));

        return mixed.ToString();
    }

    private static string Normalise(DnsReply reply) => reply.ToString().ToUpperInvariant();
}
