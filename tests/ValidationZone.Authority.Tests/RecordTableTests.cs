using System.Globalization;
using ValidationZone.Authority.Zone;
using ValidationZone.Tests.Support;

namespace ValidationZone.Authority.Tests;

public sealed class RecordTableTests
{
    private readonly SetClock _clock = new();
    private readonly AZone _zone;

    public RecordTableTests() => _zone = AZone.Loaded(clock: _clock);

    private RecordTable Table => _zone.Zone.Table;

    [Fact]
    public void A_published_name_is_counted_until_it_is_removed()
    {
        int before = Table.SubdomainCount;

        _zone.Publish("a." + AZone.Apex, AZone.V1);
        _zone.Publish("a." + AZone.Apex, AZone.V2);
        Assert.Equal(before + 1, Table.SubdomainCount);

        Assert.True(_zone.Remove("A." + AZone.Apex));
        Assert.Equal(before, Table.SubdomainCount);
        Assert.False(_zone.Remove("a." + AZone.Apex));
        Assert.Equal(before, Table.SubdomainCount);
    }

    [Theory]
    [InlineData(AZone.Apex)]
    [InlineData("example.net.")]
    [InlineData("a.example.org.")]
    [InlineData("xauth.example.net.")]
    [InlineData("ns1." + AZone.Apex)]
    [InlineData("OUT." + AZone.Apex)]
    [InlineData("api.static." + AZone.Apex)]
    public void Names_that_are_not_to_be_registered_change_nothing(string name)
    {
        uint serial = Table.Serial;

        Assert.Throws<ArgumentException>(() => _zone.Publish(name, AZone.V1));

        Assert.Equal((2, serial), (Table.SubdomainCount, Table.Serial));
    }

    [Theory]
    [InlineData("nowhere." + AZone.Apex)]
    [InlineData("static." + AZone.Apex)]
    [InlineData("ns1." + AZone.Apex)]
    public void Names_that_are_not_registered_cannot_be_removed(string name)
    {
        uint serial = Table.Serial;
        string before = _zone.Ask(name, "A").Rcode;

        Assert.False(_zone.Remove(name));

        Assert.Equal((before, serial), (_zone.Ask(name, "A").Rcode, Table.Serial));
    }

    [Fact]
    public void Ancestors_exist_as_long_as_anything_below_them_does()
    {
        _zone.Publish("a.b.c." + AZone.Apex, AZone.V1);
        _zone.Publish("d.c." + AZone.Apex);
        Assert.Equal(["NOERROR", "NOERROR"], Rcodes("b.c", "c"));

        _zone.Remove("a.b.c." + AZone.Apex);
        Assert.Equal(["NXDOMAIN", "NXDOMAIN", "NOERROR"], Rcodes("a.b.c", "b.c", "c"));

        _zone.Remove("d.c." + AZone.Apex);
        Assert.Equal(["NXDOMAIN", "NXDOMAIN"], Rcodes("d.c", "c"));
    }

    [Fact]
    public void A_name_removed_above_another_stays_as_an_empty_non_terminal()
    {
        _zone.Publish("parent." + AZone.Apex, AZone.V1);
        _zone.Publish("child.parent." + AZone.Apex, AZone.V2);

        _zone.Remove("parent." + AZone.Apex);
        Assert.Equal(("NOERROR", 0), AnswerCount("parent"));
        Assert.Equal(("NOERROR", 1), AnswerCount("child.parent"));

        _zone.Remove("child.parent." + AZone.Apex);
        Assert.Equal(["NXDOMAIN", "NXDOMAIN"], Rcodes("parent", "child.parent"));
    }

    [Fact]
    public void A_name_removed_below_another_leaves_it_alone()
    {
        _zone.Publish("child.parent." + AZone.Apex, AZone.V2);
        _zone.Publish("parent." + AZone.Apex, AZone.V1);

        _zone.Remove("child.parent." + AZone.Apex);

        Assert.Equal(("NOERROR", 1), AnswerCount("parent"));
        Assert.Equal(["NXDOMAIN"], Rcodes("child.parent"));
    }

    [Fact]
    public void Static_names_survive_what_is_registered_around_them()
    {
        _zone.Publish("static." + AZone.Apex, AZone.V1);
        _zone.Publish("x.ns1." + AZone.Apex, AZone.V1);
        Assert.Equal(("NOERROR", 1), AnswerCount("static"));

        _zone.Remove("static." + AZone.Apex);
        _zone.Remove("x.ns1." + AZone.Apex);

        Assert.Equal(("NOERROR", 0), AnswerCount("static"));
        Assert.Equal("192.0.2.81", Assert.Single(_zone.Ask("api.static." + AZone.Apex, "A").Answer).RdataText);
        Assert.Equal("192.0.2.1", Assert.Single(_zone.Ask("ns1." + AZone.Apex, "A").Answer).RdataText);
    }

    [Fact]
    public void Ten_thousand_random_changes_agree_with_a_model()
    {
        var random = new Random(4592);
        var model = new HashSet<string>();
        for (int i = 0; i < 10_000; i++)
        {
            string name = string.Join('.', Enumerable.Range(0, random.Next(1, 4)).Select(_ => $"m{random.Next(6)}"));
            if (random.Next(2) == 0)
                Register(name, model);
            else
                Assert.Equal(model.Remove(name), _zone.Remove($"{name}.{AZone.Apex}"));

            string asked = string.Join('.', Enumerable.Range(0, random.Next(1, 4)).Select(_ => $"m{random.Next(6)}"));
            bool exists = model.Contains(asked)
                || model.Any(other => other.EndsWith("." + asked, StringComparison.Ordinal));
            Assert.Equal(exists ? "NOERROR" : "NXDOMAIN", _zone.Ask($"{asked}.{AZone.Apex}", "TXT").Rcode);
        }
    }

    [Fact]
    [Trait("Row", "N09")]
    public void The_serial_grows_by_one_with_each_change_within_a_second()
    {
        _zone.Publish("a." + AZone.Apex);
        uint serial = Table.Serial;

        _zone.Publish("a." + AZone.Apex, AZone.V1);
        Assert.Equal(serial + 1, Table.Serial);

        _zone.Publish("a." + AZone.Apex, AZone.V2);
        Assert.Equal(serial + 2, Table.Serial);

        _zone.Remove("a." + AZone.Apex);
        Assert.Equal(serial + 3, Table.Serial);
    }

    [Fact]
    [Trait("Row", "N09")]
    public void The_serial_follows_the_clock_but_never_back()
    {
        _clock.Now = DateTimeOffset.FromUnixTimeSeconds(1_900_000_000);
        _zone.Publish("a." + AZone.Apex, AZone.V1);
        Assert.Equal(1_900_000_000u, Table.Serial);

        _clock.Now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
        _zone.Publish("a." + AZone.Apex, AZone.V2);
        Assert.Equal(1_900_000_001u, Table.Serial);
    }

    [Fact]
    [Trait("Row", "N09")]
    public void A_change_that_changes_nothing_keeps_the_serial()
    {
        _zone.Publish("a." + AZone.Apex, AZone.V1);
        uint serial = Table.Serial;

        _zone.Publish("a." + AZone.Apex, AZone.V1);
        _zone.Remove("nowhere." + AZone.Apex);

        Assert.Equal(serial, Table.Serial);
    }

    [Theory]
    [Trait("Row", "N09")]
    [InlineData(2_000_000_000u, 2_000_000_000u)]
    [InlineData(1_790_000_001u, 1_790_000_001u)]
    [InlineData(1_789_999_999u, 1_790_000_000u)]
    [InlineData(5u, 1_790_000_000u)]
    public void A_floor_lifts_the_serial_and_never_lowers_it(uint floor, uint expected)
    {
        _clock.Now = DateTimeOffset.FromUnixTimeSeconds(1_790_000_000);
        _zone.Publish("a." + AZone.Apex, AZone.V1);

        Table.RaiseSerial(floor);

        Assert.Equal(expected, Table.Serial);
    }

    [Fact]
    [Trait("Row", "N09")]
    public void After_a_restart_the_serial_goes_on_where_it_was()
    {
        _clock.Now = DateTimeOffset.FromUnixTimeSeconds(1_900_000_000);
        _zone.Publish("a." + AZone.Apex, AZone.V1);
        uint before = Table.Serial;

        AZone restarted = AZone.NotLoaded(clock: new SetClock());
        restarted.Zone.Table.RaiseSerial(before);
        restarted.Publish("a." + AZone.Apex, AZone.V1);

        Assert.Equal(before + 1, restarted.Zone.Table.Serial);
    }

    [Fact]
    [Trait("Row", "N09")]
    public void The_serial_moves_before_the_change_is_seen()
    {
        string during = "";
        _clock.OnRead = () => during = _zone.Ask("a." + AZone.Apex, "TXT").Rcode;

        _zone.Publish("a." + AZone.Apex, AZone.V1);
        Assert.Equal("NXDOMAIN", during);

        _zone.Remove("a." + AZone.Apex);
        Assert.Equal("NOERROR", during);
    }

    [Fact]
    [Trait("Row", "N09")]
    public void The_serial_passes_the_end_of_its_range()
    {
        AZone zone = AZone.Loaded(
            masterFile: AZone.MasterFile.Replace("hostmaster 1 ", "hostmaster 4294967294 ", StringComparison.Ordinal),
            clock: new SetClock { Now = DateTimeOffset.FromUnixTimeSeconds(4_294_967_290) });
        uint serial = zone.Zone.Table.Serial;

        zone.Publish("a." + AZone.Apex, AZone.V1);
        zone.Publish("a." + AZone.Apex, AZone.V2);

        Assert.Equal(unchecked(serial + 2), zone.Zone.Table.Serial);
        Assert.InRange(zone.Zone.Table.Serial, 0u, 16u);
    }

    [Fact]
    [Trait("Row", "N09")]
    public void Every_SOA_that_goes_out_has_the_serial()
    {
        _zone.Publish("a." + AZone.Apex, AZone.V1);
        string serial = Table.Serial.ToString(CultureInfo.InvariantCulture);

        Assert.Equal(serial, SerialOf(Assert.Single(_zone.Ask(AZone.Apex, "SOA").Answer)));
        Assert.Equal(serial, SerialOf(Assert.Single(_zone.Ask(AZone.LX, "TXT").Authority)));
        Assert.Equal(serial, SerialOf(Assert.Single(_zone.Ask(AZone.L0, "TXT").Authority)));
    }

    [Fact]
    public void Loading_is_said_once_and_stays()
    {
        AZone zone = AZone.NotLoaded();
        Assert.False(zone.Zone.Table.IsLoaded);

        zone.Zone.Table.MarkLoaded();

        Assert.True(zone.Zone.Table.IsLoaded);
    }

    private void Register(string name, HashSet<string> model)
    {
        _zone.Publish($"{name}.{AZone.Apex}");
        model.Add(name);
    }

    private static string SerialOf(DnsRecord soa) => soa.RdataText.Split(' ')[2];

    private IEnumerable<string> Rcodes(params string[] names) =>
        names.Select(name => _zone.Ask($"{name}.{AZone.Apex}", "TXT").Rcode);

    private (string Rcode, int Count) AnswerCount(string name)
    {
        DnsReply reply = _zone.Ask($"{name}.{AZone.Apex}", "TXT");
        return (reply.Rcode, reply.Answer.Count);
    }

    private sealed class SetClock : TimeProvider
    {
        internal DateTimeOffset Now { get; set; } = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

        /// <summary>What happens while the table works out the next serial.</summary>
        internal Action OnRead { get; set; } = () => { };

        public override DateTimeOffset GetUtcNow()
        {
            OnRead();
            return Now;
        }
    }
}
