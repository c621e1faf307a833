using System.Net;
using ValidationZone.EndToEnd.Tests.Harness;

namespace ValidationZone.EndToEnd.Tests.Delegation;

/// <summary>Validation zones whose delegation, glue, servers or settings are not as they should be.</summary>
[Collection(DelegationGroup.Name)]
public sealed class ValidationZoneFindingTests
{
    private readonly CheckedInternet _internet;
    private readonly ZonePlace _place;

    public ValidationZoneFindingTests(CheckedInternet internet)
    {
        CheckedInternet.Require();
        _internet = internet;
        _place = internet.NextPlace();
    }

    [Fact]
    public async Task One_of_two_servers_is_not_there()
    {
        await using RunningZone zone = await _internet.StartZoneAsync(
            new AZone(_place) { Records = _place.TwoServers, Addresses = [_place.First] });

        CheckReport report = await _internet.CheckSiteInAsync(zone);

        CheckFinding finding = report.Warns("validation-server-silent");
        Assert.Contains($"{_place.Second}", finding.Seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_server_is_there()
    {
        await _internet.DelegateAsync(_place.ServedAt(CheckedInternet.Nowhere));
        string site = await _internet.NewSiteLeadingToAsync($"account.{_place.Apex}");

        CheckReport report = await _internet.CheckInAsync(_place.Apex, "www." + site);

        report.Fails("validation-server-silent");
    }

    [Fact]
    public async Task One_of_two_servers_refuses()
    {
        await using RunningZone zone = await _internet.StartZoneAsync(
            new AZone(_place) { Records = _place.ServedAt(_place.First, _internet.SiteServers[0]) });

        CheckReport report = await _internet.CheckSiteInAsync(zone);

        CheckFinding finding = report.Warns("validation-server-lame");
        Assert.Contains($"{_internet.SiteServers[0]}", finding.Seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_of_two_servers_is_that_of_the_parent_zone()
    {
        await using RunningZone zone = await _internet.StartZoneAsync(
            new AZone(_place) { Records = _place.ServedAt(_place.First, _internet.Stranger) });

        CheckReport report = await _internet.CheckSiteInAsync(zone);

        CheckFinding finding = report.Warns("validation-server-lame");
        Assert.Contains($"{_internet.Stranger}", finding.Seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_server_serves_the_zone()
    {
        await _internet.DelegateAsync(_place.ServedAt(_internet.SiteServers[0]));
        string site = await _internet.NewSiteLeadingToAsync($"account.{_place.Apex}");

        CheckReport report = await _internet.CheckInAsync(_place.Apex, "www." + site);

        report.Fails("validation-server-lame");
    }

    [Fact]
    public async Task Two_servers_with_two_databases()
    {
        await using RunningZone first = await _internet.StartZoneAsync(
            new AZone(_place) { Records = _place.TwoServers });
        await using RunningZone second = await RunningZone.StartAsync(
            new AZone(_place) { Records = _place.TwoServers, Addresses = [_place.Second] });

        CheckReport report = await _internet.CheckSiteInAsync(first);

        CheckFinding finding = report.Fails("validation-servers-disagree");
        Assert.Contains($"{_place.Second}", finding.Seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parent_does_not_delegate_the_zone()
    {
        await using RunningZone zone = await _internet.StartZoneAsync(new AZone(_place) { RecordsAtParent = "" });

        CheckReport report = await _internet.CheckSiteInAsync(zone);

        CheckFinding finding = report.Fails("validation-zone-not-delegated");
        Assert.Contains($"{_place.Apex} NS ", finding.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parent_knows_one_server_of_two()
    {
        await using RunningZone zone = await _internet.StartZoneAsync(new AZone(_place)
        {
            Records = _place.TwoServers,
            RecordsAtParent = _place.OneServer,
            Addresses = [_place.First, _place.Second],
        });

        CheckReport report = await _internet.CheckSiteInAsync(zone);

        CheckFinding finding = report.Warns("validation-ns-mismatch");
        Assert.Contains($"{_place.Apex} NS ns2.{_place.Apex}", finding.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Glue_that_is_not_the_address_in_the_zone()
    {
        await using RunningZone zone = await _internet.StartZoneAsync(new AZone(_place)
        {
            RecordsAtParent = _place.ServedAt(_place.Second),
            Addresses = [_place.First, _place.Second],
        });

        CheckReport report = await _internet.CheckSiteInAsync(zone);

        CheckFinding finding = report.Fails("validation-glue-wrong");
        Assert.Contains($"{_place.Second}", finding.Seen, StringComparison.Ordinal);
        Assert.Contains($"ns1.{_place.Apex} A {_place.First}", finding.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delegation_without_glue()
    {
        await using RunningZone zone = await _internet.StartZoneAsync(
            new AZone(_place) { RecordsAtParent = $"{_place.Apex} NS ns1.{_place.Apex}\n" });

        CheckReport report = await _internet.CheckSiteInAsync(zone);

        CheckFinding finding = report.Fails("validation-glue-missing");
        Assert.Contains($"ns1.{_place.Apex} A ", finding.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_that_has_the_names_in_a_zone_above()
    {
        await _internet.DelegateAsync(_place.ServedAt(_internet.SiteServers[1]));
        await _internet.ServeOperatorZoneAtSecondSiteServerAsync($"account.{_place.Apex} TXT value");
        string site = await _internet.NewSiteLeadingToAsync($"account.{_place.Apex}");

        CheckReport report = await _internet.CheckInAsync(_place.Apex, "www." + site);

        report.Fails("validation-soa-wrong");
    }

    [Fact]
    public async Task Absence_that_is_remembered_for_an_hour()
    {
        await using RunningZone zone = await _internet.StartZoneAsync(
            new AZone(_place) { NegativeTtlSeconds = 3600 });

        CheckReport report = await _internet.CheckSiteInAsync(zone);

        CheckFinding finding = report.Warns("negative-ttl-long");
        Assert.Contains(_place.Apex.TrimEnd('.'), finding.Seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_values_than_a_datagram_holds()
    {
        const int TooMany = 25;
        string values = string.Concat(Enumerable.Repeat(0, TooMany).Select(
            _ => $"many TXT \"{ChallengeValue.Next()}\"\n"));
        await using RunningZone zone = await _internet.StartZoneAsync(
            new AZone(_place) { Records = _place.OneServer + values, RecordsAtParent = _place.OneServer });
        string site = await _internet.NewSiteLeadingToAsync($"many.{_place.Apex}");

        CheckReport report = await _internet.CheckInAsync(_place.Apex, "www." + site);

        Assert.Contains($"{TooMany} ", report.Warns("too-many-values").Seen, StringComparison.Ordinal);
        Assert.Equal(TooMany, report.Values);
    }

    [Fact]
    public async Task Parent_says_signed_and_the_zone_is_not()
    {
        string digest = new('A', 64);
        await using RunningZone zone = await _internet.StartZoneAsync(
            new AZone(_place) { RecordsAtParent = $"{_place.OneServer}{_place.Apex} DS 12345 13 2 {digest}\n" });

        CheckReport report = await _internet.CheckSiteInAsync(zone);

        CheckFinding finding = report.Fails("dnssec-ds-without-keys");
        Assert.Contains("12345", finding.Seen, StringComparison.Ordinal);
        Assert.Contains($"{_place.Apex}", finding.Fix, StringComparison.Ordinal);
    }
}
