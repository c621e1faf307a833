using System.Net;
using ValidationZone.Authority.Zone;
using ValidationZone.Wire;

namespace ValidationZone.Authority.Tests;

public sealed class ZoneContentsTests
{
    private static readonly DomainName Apex = DomainName.Parse("auth.example.org");
    private static readonly DomainName NameServer = DomainName.Parse("ns1.auth.example.org");
    private static readonly SoaRdata Soa = new(NameServer, DomainName.Parse("h.example.org"), 7, 1, 1, 1, 5);
    private static readonly ZoneRecord SoaRecord = new(Apex, RecordType.Soa, 60, Soa.ToRdata());
    private static readonly ZoneRecord NsRecord = new(Apex, RecordType.Ns, 60, NameServer.Wire.ToArray());
    private static readonly ZoneRecord AddressRecord = new(NameServer, RecordType.A, 60, new byte[] { 192, 0, 2, 1 });

    [Fact]
    public void Sound_records_make_a_zone()
    {
        ZoneRecord[] records = [SoaRecord, NsRecord, AddressRecord];

        bool isSound = ZoneContents.TryCreate(Apex, Soa, records, out ZoneContents? zone, out var problems);

        Assert.True(isSound);
        Assert.Empty(problems);
        Assert.Equal(records, zone!.Records);
        Assert.Same(Soa, zone.Soa);
    }

    [Fact]
    public void A_list_that_changes_later_does_not_change_the_zone()
    {
        List<ZoneRecord> records = [SoaRecord, NsRecord, AddressRecord];
        ZoneContents.TryCreate(Apex, Soa, records, out ZoneContents? zone, out _);

        records.Clear();

        Assert.Equal(3, zone!.Records.Count);
    }

    [Fact]
    public void Every_broken_rule_is_listed()
    {
        var outside = new ZoneRecord(DomainName.Parse("example.com"), RecordType.A, 60, new byte[4]);
        var wildcard = new ZoneRecord(DomainName.Parse("*.auth.example.org"), RecordType.A, uint.MaxValue, new byte[4]);
        var redirect = new ZoneRecord(NameServer, (RecordType)39, 60, new byte[1]);

        bool isSound = ZoneContents.TryCreate(Apex, Soa, [outside, wildcard, redirect], out var zone, out var problems);

        Assert.False(isSound);
        Assert.Null(zone);
        Assert.Equal(
            [
                "the zone has no SOA record at auth.example.org.",
                "the zone has no NS record at auth.example.org.",
                "example.com. is not in the zone auth.example.org.",
                "the TTL 4294967295 at *.auth.example.org. is longer than 2147483647 seconds",
                "the DNAME record at ns1.auth.example.org. would redirect registered subdomains",
                "the SOA is not the one among the records",
            ],
            problems);
    }

    [Fact]
    public void A_SOA_that_is_not_among_the_records_is_refused()
    {
        SoaRdata other = Soa with { Serial = 8 };
        ZoneRecord[] records = [SoaRecord, NsRecord, AddressRecord];

        bool isSound = ZoneContents.TryCreate(Apex, other, records, out _, out var problems);

        Assert.False(isSound);
        Assert.Equal(["the SOA is not the one among the records"], problems);
    }

    [Fact]
    public void The_synthesised_apex_is_a_sound_zone()
    {
        ZoneContents zone = ZoneContents.Synthesise(Apex, [IPAddress.Parse("192.0.2.1"), IPAddress.IPv6Loopback], 5);

        Assert.True(ZoneContents.TryCreate(zone.Apex, zone.Soa, zone.Records, out _, out _));
        Assert.Equal(5u, zone.Soa.MinimumSeconds);
        Assert.Equal(NameServer, zone.Soa.PrimaryName);
        Assert.Equal(
            [RecordType.Soa, RecordType.Ns, RecordType.Caa, RecordType.A, RecordType.Aaaa],
            zone.Records.Select(record => record.Type));
    }

    [Fact]
    public void Only_a_synthesised_apex_may_lack_the_address_of_its_name_server()
    {
        ZoneContents zone = ZoneContents.Synthesise(Apex, [], 5);

        bool isSound = ZoneContents.TryCreate(zone.Apex, zone.Soa, zone.Records, out _, out var problems);

        Assert.False(isSound);
        Assert.Equal(["the name server ns1.auth.example.org. lies in the zone and has no address in it"], problems);
    }

    [Fact]
    public void The_synthesised_CAA_lets_no_authority_issue()
    {
        ZoneContents zone = ZoneContents.Synthesise(Apex, [], 5);

        ZoneRecord caa = Assert.Single(zone.Records, record => record.Type == RecordType.Caa);
        Assert.Equal(Apex, caa.OwnerName);
        Assert.Equal([0, 5, .. "issue;"u8], caa.Rdata.ToArray());
    }

    [Fact]
    public void An_address_given_twice_or_mapped_to_IPv6_is_one_record()
    {
        IPAddress address = IPAddress.Parse("192.0.2.1");

        ZoneContents zone = ZoneContents.Synthesise(Apex, [address, address.MapToIPv6(), address], 5);

        ZoneRecord record = Assert.Single(zone.Records, record => record.OwnerName.Equals(NameServer));
        Assert.Equal(RecordType.A, record.Type);
        Assert.Equal(address.GetAddressBytes(), record.Rdata.ToArray());
    }

    [Fact]
    public void A_long_negative_TTL_is_not_cut_by_the_TTL_of_the_SOA()
    {
        ZoneContents zone = ZoneContents.Synthesise(Apex, [], 86_400);

        Assert.Equal(86_400u, zone.Records[0].TtlSeconds);
    }

    [Fact]
    public void An_apex_without_room_for_a_name_below_is_refused()
    {
        string label = new('x', 63);
        DomainName apex = DomainName.Parse($"{label}.{label}.{label}.{label[..58]}");

        Assert.Throws<ArgumentException>(() => ZoneContents.Synthesise(apex, [], 5));
    }
}
