using System.Net;
using ValidationZone.Delegation.Report;
using ValidationZone.Delegation.Zones;
using ValidationZone.Wire;

namespace ValidationZone.Delegation.Steps;

/// <summary>Looks at the validation zone: its delegation, its servers, and the target of the alias.</summary>
internal sealed class ValidationStep(NameLookup lookup, ServerFinder finder, ServerAsker asker, DomainName zone)
{
    private readonly DelegationFindings _delegation = new(zone);
    private readonly ServerFindings _servers = new("validation");

    /// <summary>Asks the parent, then every server of ours.</summary>
    /// <param name="target">Where the alias leads; <see langword="null"/> when it leads to no name of ours.</param>
    /// <param name="cancellationToken">Ends the whole check.</param>
    internal async Task<ValidationView> RunAsync(DomainName? target, CancellationToken cancellationToken)
    {
        var findings = new FindingList();
        var parent = ParentView.Of(
            await lookup.LookForDelegationAsync(zone, cancellationToken).ConfigureAwait(false));
        findings.AddIfAny(_delegation.Missing(parent));
        if (parent.Delegation is not Referral delegation)
            return new ValidationView(findings);

        findings.AddRange(_delegation.MissingGlue(parent));
        ZoneServers servers = WithoutMissingGlue(
            await finder.FindAsync(delegation, cancellationToken).ConfigureAwait(false), parent);
        // That they cannot be found has been said; a zone without servers cannot be asked.
        if (servers.Servers.Count == 0)
            return new ValidationView(findings);

        Survey soa = await LookAtServersAsync(servers, delegation, findings, cancellationToken).ConfigureAwait(false);
        // Who does not have the zone has no target either: one cause, one finding.
        TargetPath? path = target is null || soa.Of(Standing.Records).Count == 0
            ? null
            : await LookAtTargetAsync(soa, target, findings, cancellationToken).ConfigureAwait(false);
        // Servers that have different values have different serials too.
        if (path?.Surveys[^1].Disagrees != true)
            findings.AddIfAny(DifferentSerials(soa));

        return new ValidationView(findings)
        {
            Soa = soa,
            Path = path,
            Keys = await AskAsync(soa, zone, RecordType.Dnskey, cancellationToken).ConfigureAwait(false),
        };
    }

    /// <summary>Compares parent and zone, and asks the servers of both.</summary>
    /// <returns>What each server says for SOA, those that only the zone itself names included.</returns>
    private async Task<Survey> LookAtServersAsync(
        ZoneServers servers, Referral delegation, FindingList findings, CancellationToken cancellationToken)
    {
        // SOA first: the silent ones are waited for once, and only the others are asked for more.
        Survey soa = await asker.AskAllAsync(servers, zone, RecordType.Soa, cancellationToken).ConfigureAwait(false);
        Survey ns = await AskAsync(soa, zone, RecordType.Ns, cancellationToken).ConfigureAwait(false);
        DomainName[] own = OwnServers(ns);
        findings.AddIfAny(_delegation.Mismatch(delegation, own));
        await CheckGlueAsync(soa, delegation, findings, cancellationToken).ConfigureAwait(false);
        soa = await AddOwnServersAsync(soa, own, cancellationToken).ConfigureAwait(false);
        findings.AddRange(_servers.JudgeAvailability(soa));
        findings.AddIfAny(_delegation.WrongSoa(soa));
        return soa;
    }

    // Nobody can find such a server: that is what is wrong, and not that it keeps silent.
    private ZoneServers WithoutMissingGlue(ZoneServers servers, ParentView parent) => parent.KnowsGlue
        ? servers with
        {
            Servers =
                [.. servers.Servers.Where(server => server.Address is not null || !server.Name.IsAtOrBelow(zone))],
        }
        : servers;

    private static DomainName[] OwnServers(Survey ns) =>
    [
        .. ns.Of(Standing.Records)
            .SelectMany(each => each.Records)
            .Select(record => record.ToName())
            .Distinct()
            .Take(ServerFinder.MostNames),
    ];

    private Task<Survey> AskAsync(
        Survey earlier, DomainName name, RecordType type, CancellationToken cancellationToken) =>
        // Only those that have the zone can say anything about it.
        asker.AskAllAsync(earlier.ServersWithRecords, name, type, cancellationToken);

    private async Task CheckGlueAsync(
        Survey soa, Referral delegation, FindingList findings, CancellationToken cancellationToken)
    {
        foreach (DomainName name in delegation.Names.Where(name => delegation.GlueOf(name).Count > 0))
        {
            Survey[] surveys = await Task.WhenAll(
                AskAsync(soa, name, RecordType.A, cancellationToken),
                AskAsync(soa, name, RecordType.Aaaa, cancellationToken)).ConfigureAwait(false);
            // Without anybody who answers there is nothing to compare with.
            if (!surveys.All(survey => survey.InOrder.Any()))
                continue;

            IPAddress[] own =
            [
                .. surveys.SelectMany(survey => survey.InOrder)
                    .SelectMany(each => each.Records)
                    .Select(AddressRecord.Read)
                    .OfType<IPAddress>()
                    .Distinct(),
            ];
            findings.AddIfAny(_delegation.WrongGlue(name, delegation.GlueOf(name), own));
        }
    }

    /// <summary>
    /// Asks also the servers that only the zone itself names: resolvers come to know them and ask them.
    /// </summary>
    private async Task<Survey> AddOwnServersAsync(
        Survey soa, IReadOnlyList<DomainName> own, CancellationToken cancellationToken)
    {
        var servers = new List<NameServer>();
        foreach (DomainName name in own.Except(soa.Zone.Servers.Select(server => server.Name)))
        {
            IReadOnlyList<IPAddress> addresses =
                await finder.FindAddressesAsync(name, cancellationToken).ConfigureAwait(false);
            servers.AddRange(addresses.Select(address => new NameServer(name, address)));
        }

        if (servers.Count == 0)
            return soa;

        Survey more = await asker.AskAllAsync(
            soa.Zone with { Servers = servers }, zone, RecordType.Soa, cancellationToken).ConfigureAwait(false);
        return new Survey(
            soa.Zone with { Servers = [.. soa.Zone.Servers, .. servers] }, zone, [.. soa.All, .. more.All]);
    }

    private Finding? DifferentSerials(Survey soa) => ZoneSoa.Serials(soa) is { Count: > 1 } serials
        ? new Finding(
            "validation-servers-disagree",
            FindingSeverity.Warning,
            $"The servers of {Shown.Name(zone)} give different SOA serials: "
                + $"{Shown.List(serials.Select(each => $"{each}"))}.",
            "For a moment that is what a change looks like; if it stays, a server has stopped following.",
            "Run the check again; if it is still there, look at the server with the lowest serial.")
        : null;

    private async Task<TargetPath> LookAtTargetAsync(
        Survey soa, DomainName target, FindingList findings, CancellationToken cancellationToken)
    {
        TargetPath path = await new TargetWalk(asker).FollowAsync(soa.ServersWithRecords, target, cancellationToken)
            .ConfigureAwait(false);
        // The same servers are asked for every name; what is wrong with them is said once.
        foreach (Survey survey in path.Surveys)
            findings.AddNew(_servers.Judge(survey));

        if (path.Last is Survey last)
            findings.AddRange(TargetFindings.Judge(last, zone));

        return path;
    }
}
