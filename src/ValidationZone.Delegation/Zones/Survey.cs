using ValidationZone.Wire;

namespace ValidationZone.Delegation.Zones;

/// <summary>What all servers of a zone say of one name and type.</summary>
/// <remarks>A snapshot: the servers were asked side by side, and a change may have come between two of them.</remarks>
internal sealed class Survey(ZoneServers zone, DomainName name, IReadOnlyList<Observation> observations)
{
    /// <summary>The zone and its servers.</summary>
    internal ZoneServers Zone { get; } = zone;

    /// <summary>The name asked for.</summary>
    internal DomainName Name { get; } = name;

    /// <summary>One for each server, in the order of the servers.</summary>
    internal IReadOnlyList<Observation> All { get; } = observations;

    /// <summary>Those of servers that did their work.</summary>
    internal IEnumerable<Observation> InOrder => All.Where(observation => observation.IsInOrder);

    /// <summary>The servers that did their work.</summary>
    internal ZoneServers ServersInOrder =>
        Zone with { Servers = [.. InOrder.Select(observation => observation.Server)] };

    /// <summary>The servers that have records.</summary>
    internal ZoneServers ServersWithRecords =>
        Zone with { Servers = [.. Of(Standing.Records).Select(observation => observation.Server)] };

    /// <summary>Whether servers that do their work say different things.</summary>
    // One that is silent or lame disagrees with nobody: it has a finding of its own.
    internal bool Disagrees => InOrder.Select(observation => observation.Comparable).Distinct().Skip(1).Any();

    /// <summary>Takes in what other servers say of the same name.</summary>
    internal Survey With(IEnumerable<Observation> others)
    {
        // One that serves both zones has been asked for both.
        Observation[] more = [.. others.ExceptBy(Zone.Servers, observation => observation.Server)];
        return more.Length == 0 ? this : new Survey(
            Zone with { Servers = [.. Zone.Servers, .. more.Select(observation => observation.Server)] },
            Name,
            [.. All, .. more]);
    }

    /// <summary>The observations of one kind.</summary>
    internal IReadOnlyList<Observation> Of(Standing standing) =>
        [.. All.Where(observation => observation.Standing == standing)];

    /// <summary>Whether servers do their work and all say this.</summary>
    internal bool AllSay(Standing standing) =>
        InOrder.Any() && InOrder.All(observation => observation.Standing == standing);
}
