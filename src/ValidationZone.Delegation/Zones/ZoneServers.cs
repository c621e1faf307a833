using ValidationZone.Wire;

namespace ValidationZone.Delegation.Zones;

/// <summary>A zone and the servers that should serve it.</summary>
internal sealed record ZoneServers(DomainName Apex, IReadOnlyList<NameServer> Servers);
