using ValidationZone.Delegation.Asking;
using ValidationZone.Wire;

namespace ValidationZone.Delegation.Zones;

/// <summary>Finds the zones that a name lies in, by asking resolvers for SOA at the name and above.</summary>
internal sealed class ZoneFinder(RecursiveResolvers resolvers)
{
    // Deeper names exist, but no host has so many labels; the ones at the top hold every zone that counts.
    private const int MostLabels = 12;

    /// <summary>The apexes at and above a name that resolvers know of, the lowest first.</summary>
    /// <remarks>
    /// The SOA in a negative answer names the zone (RFC 2308 §3), so that one question for each label finds every cut.
    /// The root
    /// is not among them. Of long names the name itself and the 12 topmost ancestors are asked for.
    /// </remarks>
    internal async Task<IReadOnlyList<DomainName>> FindAsync(DomainName name, CancellationToken cancellationToken)
    {
        // All at once, not one after the other: where a zone's servers are silent, each question takes its whole time.
        // The root is no use as a zone, but every resolver knows it: one that says nothing of it is not there.
        DomainName[] candidates = [name, .. Ancestors(name).TakeLast(MostLabels), DomainName.Root];
        DomainName?[] found = await Task.WhenAll(
            candidates.Select(candidate => FindApexAsync(candidate, cancellationToken))).ConfigureAwait(false);
        return
        [
            .. found.OfType<DomainName>()
                .Where(apex => apex.LabelCount > 0)
                .Distinct()
                .OrderByDescending(apex => apex.LabelCount),
        ];
    }

    private async Task<DomainName?> FindApexAsync(DomainName name, CancellationToken cancellationToken)
    {
        Resolved resolved = await resolvers.AskAsync(name, RecordType.Soa, cancellationToken).ConfigureAwait(false);
        // No answer is not "no zone": its servers may be broken, and then the zone above refers to them.
        if (!resolved.IsAnswered)
            return null;

        if (resolved.Reply.AnswersOf(name, RecordType.Soa).Any())
            return name;

        // Behind an alias the SOA is that of the zone which the alias leads to (RFC 2308 §2.1).
        return resolved.IsNegative(name, RecordType.Soa)
            ? resolved.Reply.Authority
                .FirstOrDefault(record => record.Type == RecordType.Soa && name.IsAtOrBelow(record.OwnerName))
                ?.OwnerName
            : null;
    }

    private static IEnumerable<DomainName> Ancestors(DomainName name)
    {
        for (DomainName? at = name.Parent; at is { LabelCount: > 0 }; at = at.Parent)
            yield return at;
    }
}
