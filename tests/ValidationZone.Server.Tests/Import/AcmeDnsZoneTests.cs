using ValidationZone.Authority.Zone;
using ValidationZone.Server.Import;
using ValidationZone.Wire;

namespace ValidationZone.Server.Tests.Import;

public sealed class AcmeDnsZoneTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 13, 5, 0, TimeSpan.Zero);
    private static readonly DomainName Apex = DomainName.Parse("auth.example.org");

    [Fact]
    public void Records_of_the_published_example_become_a_zone_that_our_loader_takes()
    {
        AcmeDnsZone zone = Make("auth.example.org. A 198.51.100.1", "auth.example.org. NS auth.example.org.");
        ZoneContents contents = Load(zone);

        Assert.Empty(zone.Refused);
        Assert.Equal((2, null), (zone.AcceptedCount, zone.Problem));
        Assert.Equal(
            [RecordType.A, RecordType.Ns, RecordType.Soa], contents.Records.Select(record => record.Type).Order());
    }

    [Fact]
    public void Serial_goes_on_where_that_of_acme_dns_was_and_the_negative_TTL_is_ours()
    {
        ZoneContents contents = Load(Make("@ A 192.0.2.1", "@ NS auth.example.org."));

        Assert.Equal((2026112213u, 5u), (contents.Soa.Serial, contents.Soa.MinimumSeconds));
    }

    [Fact]
    public void Every_type_that_our_zone_file_knows_is_kept()
    {
        AcmeDnsZone zone = Make(
            "auth.example.org. NS ns1.auth.example.org.",
            "ns1.auth.example.org. A 192.0.2.1",
            "NS1.auth.example.org. 300 IN AAAA 2001:db8::1",
            "auth.example.org. CAA 0 issue \"ca.example\"",
            "auth.example.org. TXT \"two words; and more\"",
            "www.auth.example.org. CNAME web.example.net.",
            "auth.example.org. MX 10 mail.example.net.");

        Assert.Empty(zone.Refused);
        Assert.Equal(8, Load(zone).Records.Count);
    }

    [Theory]
    [InlineData("auth.example.org. SRV 0 0 5 x.example.", "'SRV' is not a type for this zone")]
    [InlineData("auth.example.org. A 192.0.2.300", "'192.0.2.300' is not an IPv4 address")]
    [InlineData("other.example. A 192.0.2.1", "other.example. is not in the zone auth.example.org.")]
    [InlineData("*.auth.example.org. A 192.0.2.1", "has a wildcard label")]
    [InlineData("auth.example.org. A 192.0.2.1", "is there twice")]
    [InlineData("sub.auth.example.org. NS ns.example.", "would delegate it")]
    [InlineData("x.auth.example.org. TXT (", "it is not one record on one line")]
    [InlineData("x.auth.example.org. A 192.0.2.1\ny A 192.0.2.2", "it is not one record on one line")]
    [InlineData("$INCLUDE /etc/passwd", "it is not one record on one line")]
    [InlineData("; nothing", "it is not one record on one line")]
    [InlineData("", "it is not one record on one line")]
    public void Record_that_our_server_does_not_take_is_left_out_with_the_reason(string record, string reason)
    {
        AcmeDnsZone zone = Make("@ A 192.0.2.1", record, "@ NS auth.example.org.");

        (string refused, string words) = Assert.Single(zone.Refused);
        Assert.Equal((record, 2), (refused, zone.AcceptedCount));
        Assert.Contains(reason, words, StringComparison.Ordinal);
        Assert.DoesNotContain(record.Length == 0 ? "\0" : record, zone.Text, StringComparison.Ordinal);
        Load(zone);
    }

    [Fact]
    public void Without_NS_records_the_name_server_of_the_configuration_is_used()
    {
        ZoneContents contents = Load(Make("auth.example.org. A 192.0.2.1"));

        Assert.Contains(contents.Records, record => record.Type == RecordType.Ns);
    }

    [Fact]
    public void Name_server_without_an_address_makes_no_zone()
    {
        AcmeDnsZone zone = Make("www.auth.example.org. A 192.0.2.1");

        Assert.Null(zone.Text);
        Assert.Equal("the name server auth.example.org. lies in the zone and has no address in it", zone.Problem);
    }

    [Theory]
    [InlineData("[general]\nnsname = \"a.b\"\nnsadmin = \"c.d\"", "'domain' is missing in [general]")]
    [InlineData("[general]\ndomain = \"a b..\"", "'domain' in [general] is not a domain name")]
    [InlineData("[general]\ndomain = true or false", "line 2: 'o' stands after the end of what belongs on this line")]
    public void Configuration_that_cannot_be_used_is_told_with_its_file(string text, string words)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("config.cfg"), text);

        string? problem = AcmeDnsConfiguration.TryLoad(folder.File("config.cfg"), out _);

        Assert.Equal($"{folder.File("config.cfg")}: {words}", problem);
    }

    private static AcmeDnsZone Make(params string[] records) =>
        AcmeDnsZone.Make(
            new AcmeDnsConfiguration(Apex, Apex, DomainName.Parse("admin.example.org"), records), 5, Now);

    private static ZoneContents Load(AcmeDnsZone zone)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("test.zone"), zone.Text);
        return ZoneFile.Load(folder.File("test.zone"), Apex);
    }
}
