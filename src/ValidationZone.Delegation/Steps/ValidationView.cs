using System.Net;
using ValidationZone.Delegation.Report;
using ValidationZone.Delegation.Zones;
using ValidationZone.Wire;

namespace ValidationZone.Delegation.Steps;

/// <summary>The validation zone as parent and servers show it.</summary>
/// <param name="Findings">What is wrong with it.</param>
internal sealed record ValidationView(FindingList Findings)
{
    /// <summary>What the zone's servers say of its SOA; <see langword="null"/> when none are known.</summary>
    internal Survey? Soa { get; init; }

    /// <summary>The way on from the target inside the zone; <see langword="null"/> when there is no target.</summary>
    internal TargetPath? Path { get; init; }

    /// <summary>What they say of the zone's keys.</summary>
    internal Survey? Keys { get; init; }

    /// <summary>The addresses of the zone's servers.</summary>
    internal IEnumerable<IPAddress> Addresses =>
        Soa?.Zone.Servers.Select(server => server.Address).OfType<IPAddress>() ?? [];

    /// <summary>The answers at the place where the values are; <see langword="null"/> when there is none.</summary>
    private Survey? Target => Path?.Last;

    /// <summary>How many values the target has; <see langword="null"/> when nobody could say.</summary>
    // The most that any server has: the others lag behind, and what is counted is what was published.
    internal int? Values => Target is null || !Target.InOrder.Any()
        ? null
        : Target.InOrder.Max(each => each.Records.Count);

    /// <summary>The servers, and whether each did its work for every question.</summary>
    internal IEnumerable<ServerFact> Facts() => Soa is null ? [] : Soa.All.Select(each => new ServerFact(
        Shown.Name(Soa.Zone.Apex),
        Shown.Name(each.Server.Name),
        each.Server.Address?.ToString() ?? "",
        each.IsInOrder && each.Standing == Standing.Records && IsInOrderAtTarget(each.Server)));

    private bool IsInOrderAtTarget(NameServer server) =>
        Target?.All.FirstOrDefault(each => each.Server == server)?.IsInOrder ?? true;
}
