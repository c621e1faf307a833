using ValidationZone.Delegation.Zones;
using ValidationZone.Wire;

namespace ValidationZone.Delegation.Steps;

/// <summary>Follows the aliases from the validation domain name, zone by zone, at every authoritative server.</summary>
internal sealed class AliasWalk(NameLookup lookup)
{
    /// <summary>More links than this are given up by some resolvers.</summary>
    internal const int MostLinks = 8;

    /// <summary>Follows until our zone is reached, or it goes no further.</summary>
    /// <param name="start">The validation domain name.</param>
    /// <param name="validationZone">Our apex; behind it <see cref="TargetWalk"/> goes on.</param>
    /// <param name="cancellationToken">Ends the whole check.</param>
    internal async Task<AliasChain> FollowAsync(
        DomainName start, DomainName validationZone, CancellationToken cancellationToken)
    {
        List<DomainName> names = [start];
        List<NameView> views = [];
        while (true)
        {
            NameView view = await lookup.LookForValuesAsync(names[^1], cancellationToken).ConfigureAwait(false);
            views.Add(view);
            if (ChooseAlias(view, validationZone) is not Observation alias)
                return new AliasChain(names, views, ChainEnd.NoAlias);

            // Following one of two would report on a way that half of the resolvers do not take.
            if (alias.Aliases.Count > 1)
                return new AliasChain(names, views, ChainEnd.SeveralAliases);

            // Looked up before it is added: a name that is met again closes a circle.
            DomainName next = alias.Aliases[0];
            bool isKnown = names.Contains(next);
            names.Add(next);
            if (EndAt(next, validationZone, isKnown, names.Count - 1) is ChainEnd end)
                return new AliasChain(names, views, end);
        }
    }

    private static ChainEnd? EndAt(DomainName name, DomainName validationZone, bool isKnown, int links)
    {
        if (isKnown)
            return ChainEnd.Loop;

        if (name.IsAtOrBelow(validationZone))
            return name.Equals(validationZone) ? ChainEnd.Apex : ChainEnd.Target;

        return links > MostLinks ? ChainEnd.TooLong : null;
    }

    // Where servers disagree, the one that leads to us is followed: the rest of the way is worth looking at too.
    private static Observation? ChooseAlias(NameView view, DomainName validationZone)
    {
        IReadOnlyList<Observation> aliases = view.Survey?.Of(Standing.Alias) ?? [];
        return aliases.FirstOrDefault(alias => alias.Aliases[0].IsAtOrBelow(validationZone))
            ?? (aliases is [Observation first, ..] ? first : null);
    }
}
