using ValidationZone.EndToEnd.Tests.Harness;

namespace ValidationZone.EndToEnd.Tests.Delegation;

/// <summary>Sites whose zones are signed, seen through a resolver that validates.</summary>
[Collection(DelegationGroup.Name)]
public sealed class DnssecFindingTests : IDisposable
{
    private readonly CheckedInternet _internet;
    private readonly TempFolder _folder = new();

    public DnssecFindingTests(CheckedInternet internet)
    {
        CheckedInternet.Require();
        Tools.Require("ldns-keygen", "ldns-signzone");
        _internet = internet;
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Signed_site_is_told()
    {
        (string site, string ds) = await NewSignedSiteAsync();
        await using Resolver resolver = await _internet.StartResolverAsync($"trust-anchor: \"{ds}\"");

        CheckReport report = await _internet.CheckThroughAsync(resolver, "www." + site);

        report.IsHealthy();
        Assert.Equal(new CheckedDnssec("signed", "unsigned"), report.Dnssec);
    }

    [Fact]
    public async Task Signatures_that_have_expired()
    {
        (string site, string ds) = await NewSignedSiteAsync("-i", "20240101", "-e", "20240201");
        await using Resolver resolver = await _internet.StartResolverAsync($"trust-anchor: \"{ds}\"");

        CheckReport report = await _internet.CheckThroughAsync(resolver, "www." + site);

        CheckFinding finding = report.Fails("dnssec-bogus");
        Assert.Contains("SERVFAIL", finding.Seen, StringComparison.Ordinal);
        Assert.Contains(site, finding.Fix, StringComparison.Ordinal);
    }

    /// <summary>A site with keys of its own, its DS record in the zone above.</summary>
    /// <returns>Its apex without a dot, and the DS record.</returns>
    private async Task<(string Apex, string Ds)> NewSignedSiteAsync(params string[] validity)
    {
        var site = new ASite($"_acme-challenge.www CNAME {_internet.Fulldomain}");
        string apex = await _internet.NewSiteAsync(site);
        string key = (await RunAsync("ldns-keygen", "-a", "ECDSAP256SHA256", "-k", apex)).Trim();
        string zone = _folder.Write("plain.zone", _internet.ZoneText(apex, site, serial: 2));
        await RunAsync("ldns-signzone", [.. validity, "-f", _folder.Combine("signed.zone"), zone, key]);
        string ds = (await File.ReadAllTextAsync(_folder.Combine(key + ".ds"))).Trim();
        await _internet.ServeSignedAsync(apex, _folder.Combine("signed.zone"), serial: 2, ds);
        return (apex, ds.Replace('\t', ' '));
    }

    private async Task<string> RunAsync(string program, params string[] arguments)
    {
        await using ChildProcess child = ChildProcess.Start(
            Tools.PathOf(program), arguments, workingFolder: _folder.Location);
        int exitCode = await child.WaitForExitAsync(TimeSpan.FromMinutes(3));
        return new FinishedProcess(exitCode, child.Output).MustSucceed();
    }
}
