using ValidationZone.Wire;

namespace ValidationZone.Delegation.Zones;

/// <summary>Looks at a name through every server of the zone that it lies in.</summary>
/// <remarks>
/// For one thread at a time where values are looked at: it remembers the delegations that it has seen.
/// </remarks>
internal sealed class NameLookup(ZoneFinder zones, ServerFinder finder, ServerAsker asker)
{
    // Top-level domains have dozens of servers, which are looked after well.
    private const int MostParentServers = 4;

    // As many cuts as there could be between a zone that resolvers know and the one that they cannot reach.
    private const int MostReferrals = 4;

    // Several links of a chain often lie in one zone, and its parent says the same each time.
    private readonly Dictionary<DomainName, Referral?> _delegations = [];

    /// <summary>Asks for TXT at every server that resolvers may come to on their way to the name.</summary>
    /// <remarks>
    /// Those are the servers that the zone itself names and those that its parent names (RFC 1034 §4.2.2 wants the same
    /// in both, and nobody enforces it). A resolver with an empty cache starts at the parent's: an old provider that is
    /// still listed there answers authorities although the zone has forgotten it.
    /// </remarks>
    internal async Task<NameView> LookForValuesAsync(DomainName name, CancellationToken cancellationToken)
    {
        IReadOnlyList<DomainName> apexes = await zones.FindAsync(name, cancellationToken).ConfigureAwait(false);
        if (apexes.FirstOrDefault(apex => !apex.Equals(name)) is not DomainName apex)
            return new NameView(null, null);

        ZoneServers servers =
            await finder.FindAsync(apex, ServerFinder.MostNames, cancellationToken).ConfigureAwait(false);
        Referral? delegation = await FindDelegationAsync(apex, apexes, cancellationToken).ConfigureAwait(false);
        if (delegation is not null)
            servers = servers.With(await finder.FindAsync(delegation, cancellationToken).ConfigureAwait(false));

        NameView view = await DescendAsync(servers, name, RecordType.Txt, cancellationToken).ConfigureAwait(false);
        // After a descent it knows a delegation of a lower zone, which is the one that counts.
        return view.Delegation is null ? view with { Delegation = delegation } : view;
    }

    /// <summary>Asks the servers above a zone for its NS records.</summary>
    /// <remarks>
    /// The zone is seen from above: its parent is asked, and the referral returned. Resolvers find the parent. Where
    /// they
    /// cannot, because its servers are broken, the servers above that refer to it.
    /// </remarks>
    internal async Task<NameView> LookForDelegationAsync(DomainName zone, CancellationToken cancellationToken)
    {
        IReadOnlyList<DomainName> apexes = await zones.FindAsync(zone, cancellationToken).ConfigureAwait(false);
        if (apexes.FirstOrDefault(apex => !apex.Equals(zone)) is not DomainName apex)
            return new NameView(null, null);

        ZoneServers servers = await finder.FindAsync(apex, MostParentServers, cancellationToken).ConfigureAwait(false);
        return await DescendAsync(servers, zone, RecordType.Ns, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks servers, and those to which they refer, down to the zone that holds the name.</summary>
    private async Task<NameView> DescendAsync(
        ZoneServers servers, DomainName name, RecordType type, CancellationToken cancellationToken)
    {
        Referral? delegation = null;
        // Those of zones above that know of no zone below: resolvers come to them as well as to those that refer.
        Observation[] above = [];
        for (int referrals = 0; ; referrals++)
        {
            Survey survey = (await asker.AskAllAsync(servers, name, type, cancellationToken).ConfigureAwait(false))
                .With(above);
            Referral[] all = [.. survey.Of(Standing.Referral).Select(observation => observation.Referral!)];
            if (all.Length == 0 || referrals == MostReferrals)
                return new NameView(survey, null) { Delegation = delegation };

            // Only of the servers that refer to the same zone: one that lies must not mix its own in.
            var referral = Referral.Merge([.. all.Where(each => each.Apex.Equals(all[0].Apex))]);
            if (referral.Apex.Equals(name))
                return new NameView(survey, referral) { Delegation = delegation };

            above = [.. survey.InOrder.Where(observation => observation.Referral is null)];
            servers = await finder.FindAsync(referral, cancellationToken).ConfigureAwait(false);
            delegation = referral;
        }
    }

    private async Task<Referral?> FindDelegationAsync(
        DomainName apex, IReadOnlyList<DomainName> apexes, CancellationToken cancellationToken)
    {
        if (_delegations.TryGetValue(apex, out Referral? known))
            return known;

        // The lowest zone above. For a top-level domain that is the root, which is not among the zones found.
        DomainName? parent = apexes.FirstOrDefault(other => !other.Equals(apex) && apex.IsAtOrBelow(other));
        Referral? delegation = parent is null
            ? null
            : await AskParentAsync(parent, apex, cancellationToken).ConfigureAwait(false);
        _delegations.Add(apex, delegation);
        return delegation;
    }

    private async Task<Referral?> AskParentAsync(
        DomainName parent, DomainName apex, CancellationToken cancellationToken)
    {
        ZoneServers servers =
            await finder.FindAsync(parent, MostParentServers, cancellationToken).ConfigureAwait(false);
        return Referral.FromParent(
            await asker.AskAllAsync(servers, apex, RecordType.Ns, cancellationToken).ConfigureAwait(false));
    }
}
