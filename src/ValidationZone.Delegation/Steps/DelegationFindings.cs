using System.Net;
using ValidationZone.Delegation.Report;
using ValidationZone.Delegation.Zones;
using ValidationZone.Wire;

namespace ValidationZone.Delegation.Steps;

/// <summary>What is wrong between the validation zone and its parent.</summary>
/// <remarks>
/// The parent's records are what a resolver with an empty cache goes by, and the zone's own what it believes afterwards
/// (RFC 2181 §5.4.1): an authority may have either in its cache, so both have to be right.
/// </remarks>
internal sealed class DelegationFindings(DomainName zone)
{
    private const string WhyDelegated =
        "Resolvers find the zone's servers through its parent, and nobody else's word counts.";

    private string Zone => Shown.Name(zone);

    /// <summary>Servers of the parent that do not delegate the zone; <see langword="null"/> when all do.</summary>
    internal Finding? Missing(ParentView parent) =>
        parent.Delegation is null ? MissingEverywhere(parent) : MissingSomewhere(parent.Survey!);

    /// <summary>A server of the parent that has not heard of the delegation yet, or never will.</summary>
    private Finding? MissingSomewhere(Survey survey)
    {
        Observation[] without =
            [.. survey.InOrder.Where(each => each.Standing is not (Standing.Referral or Standing.Records))];
        return without.Length == 0 ? null : new Finding(
            "validation-zone-not-delegated",
            FindingSeverity.Error,
            $"Not all servers of {Shown.Name(survey.Zone.Apex)} have NS records for {Zone}: "
                + $"{Shown.List(without.Select(each => $"{each.Server.Words} {each.Words}"))}.",
            "Authorities look from several places at once, and some would be told that the zone is not there.",
            $"Bring the servers of {Shown.Name(survey.Zone.Apex)} up to date: compare their SOA serials and look at "
                + "the zone transfers.");
    }

    private Finding MissingEverywhere(ParentView parent)
    {
        string fix = $"Add to the parent zone:  {zone} NS ns1.{zone}  and  ns1.{zone} A ADDRESS (the server's own)";
        return parent.Survey?.InOrder.FirstOrDefault() is Observation seen
            ? new Finding(
                "validation-zone-not-delegated",
                FindingSeverity.Error,
                $"{Shown.Name(parent.Survey.Zone.Apex)} has no NS records for {Zone}: {seen.Server.Words} {seen.Words}.",
                WhyDelegated,
                fix)
            : new Finding(
                "validation-zone-not-delegated",
                FindingSeverity.Unknown,
                parent.Survey is null
                    ? $"No zone was found above {Zone}."
                    : $"No server of {Shown.Name(parent.Survey.Zone.Apex)}, the zone above {Zone}, answers.",
                WhyDelegated,
                $"Mend the parent zone's servers. {fix}");
    }

    /// <summary>Servers inside the zone need an address in the parent, or nobody finds the first of them.</summary>
    internal IEnumerable<Finding> MissingGlue(ParentView parent)
    {
        if (parent is not { Delegation: Referral delegation, KnowsGlue: true })
            yield break;

        // Names outside the zone are found through zones of their own; only those inside need glue (RFC 9471 §2.1).
        foreach (DomainName name in delegation.Names.Where(name => name.IsAtOrBelow(zone)))
        {
            if (delegation.GlueOf(name).Count == 0)
            {
                yield return new Finding(
                    "validation-glue-missing",
                    FindingSeverity.Error,
                    $"The parent delegates {Zone} to {Shown.Name(name)}, which lies inside it, and gives no address.",
                    "To find the server one would have to ask it.",
                    $"Add to the parent zone:  {name} A ADDRESS (the server's own)");
            }
        }
    }

    /// <summary>The parent's NS records are not the zone's own.</summary>
    internal Finding? Mismatch(Referral delegation, IReadOnlyList<DomainName> own)
    {
        if (own.Count == 0 || own.ToHashSet().SetEquals(delegation.Names))
            return null;

        return new Finding(
            "validation-ns-mismatch",
            FindingSeverity.Warning,
            $"The parent names {Shown.List(delegation.Names.Select(Shown.Name))}; the zone itself names "
                + $"{Shown.List(own.Select(Shown.Name))}.",
            "Some resolvers believe the one, some the other, and may ask servers that you do not think of.",
            $"Make both the same. In the parent:  {string.Join("  and  ", own.Select(name => $"{zone} NS {name}"))}");
    }

    /// <summary>The parent gives addresses for a server that the zone does not have for it.</summary>
    internal Finding? WrongGlue(DomainName name, IReadOnlyList<IPAddress> glue, IReadOnlyList<IPAddress> own)
    {
        // Addresses that the parent lacks are no fault: it may have IPv4 only.
        IPAddress[] wrong = [.. glue.Except(own)];
        if (wrong.Length == 0)
            return null;

        string inZone = own.Count == 0 ? "no address" : Shown.List(own.Select(address => address.ToString()));
        return new Finding(
            "validation-glue-wrong",
            FindingSeverity.Error,
            $"The parent gives {Shown.List(wrong.Select(address => address.ToString()))} for {Shown.Name(name)}; the "
                + $"zone itself has {inZone}.",
            "Resolvers begin with the parent's address, and some turn to the zone's later: one of them leads astray.",
            own.Count == 0
                ? $"Add to the zone {Zone}:  {Line(name, wrong[0])}"
                : $"In the parent:  {string.Join("  and  ", own.Select(address => Line(name, address)))}");
    }

    /// <summary>The servers answer for the zone, but it has no SOA there.</summary>
    internal Finding? WrongSoa(Survey soa)
    {
        Observation[] wrong = [.. soa.InOrder.Where(each => each.Standing != Standing.Records)];
        if (wrong.Length == 0)
            return null;

        return new Finding(
            "validation-soa-wrong",
            FindingSeverity.Error,
            $"No SOA at {Zone}: {Shown.List(wrong.Select(each => $"{each.Server.Words} {Describe(each)}"))}.",
            "The server has another zone than the one that is delegated to it, and answers out of that.",
            $"Serve the zone itself:  validationzone serve --zone {Zone}");
    }

    private static string Line(DomainName name, IPAddress address) =>
        $"{name} {(address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? "A" : "AAAA")} {address}";

    private static string Describe(Observation observation)
    {
        DomainName? other = observation.Reply!.Authority
            .FirstOrDefault(record => record.Type == RecordType.Soa)
            ?.OwnerName;
        return other is null ? observation.Words : $"{observation.Words}, with the SOA of {Shown.Name(other)}";
    }
}
