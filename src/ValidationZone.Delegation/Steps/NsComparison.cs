using ValidationZone.Delegation.Report;
using ValidationZone.Delegation.Zones;
using ValidationZone.Wire;

namespace ValidationZone.Delegation.Steps;

/// <summary>Compares the NS records of the zones on the way to ours with those of their parents.</summary>
internal sealed class NsComparison(ServerAsker asker)
{
    // All have copies of one zone; each further one would only repeat it, and costs a question.
    private const int MostServers = 4;

    /// <summary>Compares each zone with its parent once, however many links lie in it.</summary>
    internal async Task<FindingList> RunAsync(AliasChain chain, CancellationToken cancellationToken)
    {
        var findings = new FindingList();
        foreach (NameView view in chain.Views.Where(view => view.Delegation is not null).DistinctBy(view => view.Apex))
        {
            findings.AddIfAny(await CompareAsync(view.Survey!, view.Delegation!, cancellationToken)
                .ConfigureAwait(false));
        }

        return findings;
    }

    private async Task<Finding?> CompareAsync(
        Survey survey, Referral delegation, CancellationToken cancellationToken)
    {
        // An old provider's copy names the old provider: where only some have the alias, they are the zone.
        IEnumerable<Observation> current =
            survey.Of(Standing.Alias) is { Count: > 0 } withAlias ? withAlias : survey.InOrder;
        ZoneServers servers = survey.Zone with { Servers = [.. current.Select(each => each.Server).Take(MostServers)] };
        Survey ns = await asker.AskAllAsync(servers, servers.Apex, RecordType.Ns, cancellationToken)
            .ConfigureAwait(false);
        DomainName[] own =
            [.. ns.Of(Standing.Records).SelectMany(each => each.Records).Select(each => each.ToName()).Distinct()];
        // Without an answer there is nothing to compare with, and servers that give none have findings of their own.
        return own.Length == 0 || own.ToHashSet().SetEquals(delegation.Names)
            ? null
            : Mismatch(servers.Apex, delegation.Names, own);
    }

    private static Finding Mismatch(DomainName zone, IReadOnlyList<DomainName> atParent, DomainName[] own) => new(
        "production-ns-mismatch",
        FindingSeverity.Warning,
        $"The zone above {Shown.Name(zone)} names {Words(atParent)} as its servers; {Shown.Name(zone)} itself names "
            + $"{Words(own)}.",
        "Resolvers begin with the servers that the parent names; one left over there answers with what it still has.",
        "Make both the same. In the parent zone (at the registrar),"
            + Lines("remove", zone, atParent.Except(own)) + Lines("add", zone, own.Except(atParent)));

    // Servers turn their records round with each answer; two reports are to be compared line by line.
    private static IEnumerable<DomainName> InOrder(IEnumerable<DomainName> names) =>
        names.OrderBy(name => name.ToString(), StringComparer.OrdinalIgnoreCase).Take(ServerFinder.MostNames);

    private static string Words(IEnumerable<DomainName> names) => Shown.List(InOrder(names).Select(Shown.Name));

    private static string Lines(string what, DomainName zone, IEnumerable<DomainName> names)
    {
        string lines = string.Join("  and  ", InOrder(names).Select(name => $"{zone} NS {name}"));
        return lines.Length == 0 ? "" : $"  {what}:  {lines}";
    }
}
