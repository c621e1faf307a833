using ValidationZone.Wire;

namespace ValidationZone.Delegation.Zones;

/// <summary>Looks at a name through every server of the zone that it lies in.</summary>
internal sealed class NameLookup(ZoneFinder zones, ServerFinder finder, ServerAsker asker)
{
    // As many cuts as there could be between a zone that resolvers know and the one that they cannot reach.
    private const int MostReferrals = 4;

    /// <summary>Asks every server of the zone that holds the name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="type">The type to ask for.</param>
    /// <param name="mostServers">How many of the zone's name servers to ask.</param>
    /// <param name="cancellationToken">Ends the whole check.</param>
    /// <remarks>
    /// The name is seen from above: when it is a zone of its own, its parent is asked and the referral returned.
    /// Resolvers find the zone. Where they cannot, because its servers are broken, the parent's servers refer to it.
    /// </remarks>
    internal async Task<NameView> LookAsync(
        DomainName name, RecordType type, int mostServers, CancellationToken cancellationToken)
    {
        IReadOnlyList<DomainName> apexes = await zones.FindAsync(name, cancellationToken).ConfigureAwait(false);
        if (apexes.FirstOrDefault(apex => !apex.Equals(name)) is not DomainName apex)
            return new NameView(null, null);

        ZoneServers servers = await finder.FindAsync(apex, mostServers, cancellationToken).ConfigureAwait(false);
        // Those of zones above that know of no zone below: resolvers come to them as well as to those that refer.
        Observation[] above = [];
        for (int referrals = 0; ; referrals++)
        {
            Survey survey = (await asker.AskAllAsync(servers, name, type, cancellationToken).ConfigureAwait(false))
                .With(above);
            Referral[] all = [.. survey.Of(Standing.Referral).Select(observation => observation.Referral!)];
            if (all.Length == 0 || referrals == MostReferrals)
                return new NameView(survey, null);

            // Only of the servers that refer to the same zone: one that lies must not mix its own in.
            var referral = Referral.Merge([.. all.Where(each => each.Apex.Equals(all[0].Apex))]);
            if (referral.Apex.Equals(name))
                return new NameView(survey, referral);

            above = [.. survey.InOrder.Where(observation => observation.Referral is null)];
            servers = await finder.FindAsync(referral, cancellationToken).ConfigureAwait(false);
        }
    }
}
