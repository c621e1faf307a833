using ValidationZone.Delegation.Zones;
using ValidationZone.Wire;

namespace ValidationZone.Delegation.Steps;

/// <summary>
/// Follows aliases that stand in our own zone: an operator can write them into the zone file, and an authority then
/// takes
/// the values from where they lead (RFC 1034 §4.3.2) and not from the account.
/// </summary>
internal sealed class TargetWalk(ServerAsker asker)
{
    /// <summary>Follows while all servers name the same alias.</summary>
    /// <param name="servers">The servers that have our zone.</param>
    /// <param name="target">Where to begin, a name below our apex.</param>
    /// <param name="cancellationToken">Ends the whole check.</param>
    internal async Task<TargetPath> FollowAsync(
        ZoneServers servers, DomainName target, CancellationToken cancellationToken)
    {
        List<DomainName> names = [target];
        List<Survey> surveys = [];
        while (true)
        {
            Survey survey = await AskAsync(servers, names[^1], cancellationToken).ConfigureAwait(false);
            surveys.Add(survey);
            // Servers that disagree are an error of their own, and lead to no single end.
            if (survey.Disagrees || !survey.AllSay(Standing.Alias))
                return new TargetPath(names, surveys, ChainEnd.Target);

            IReadOnlyList<DomainName> aliases = survey.InOrder.First().Aliases;
            if (aliases.Count > 1)
                return new TargetPath(names, surveys, ChainEnd.SeveralAliases);

            bool isKnown = names.Contains(aliases[0]);
            names.Add(aliases[0]);
            if (EndAt(aliases[0], servers.Apex, isKnown, names.Count - 1) is ChainEnd end)
                return new TargetPath(names, surveys, end);
        }
    }

    private async Task<Survey> AskAsync(ZoneServers servers, DomainName name, CancellationToken cancellationToken)
    {
        Survey survey = await asker.AskAllAsync(servers, name, RecordType.Txt, cancellationToken).ConfigureAwait(false);
        // A value that was published between two questions looks like a disagreement; only one that stays is one.
        return survey.Disagrees
            ? await asker.AskAllAsync(servers, name, RecordType.Txt, cancellationToken).ConfigureAwait(false)
            : survey;
    }

    private static ChainEnd? EndAt(DomainName name, DomainName zone, bool isKnown, int links)
    {
        if (isKnown)
            return ChainEnd.Loop;

        if (!name.IsAtOrBelow(zone))
            return ChainEnd.Outside;

        if (name.Equals(zone))
            return ChainEnd.Apex;

        return links > AliasWalk.MostLinks ? ChainEnd.TooLong : null;
    }
}
