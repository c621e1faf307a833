using ValidationZone.Wire;

namespace ValidationZone.Delegation.Zones;

/// <summary>A zone and the servers that should serve it.</summary>
internal sealed record ZoneServers(DomainName Apex, IReadOnlyList<NameServer> Servers)
{
    /// <summary>
    /// Adds servers that somebody else names for the same zone; an address that is known is not doubled.
    /// </summary>
    internal ZoneServers With(ZoneServers others)
    {
        NameServer[] all = [.. Servers.Union(others.Servers)];
        // Glue is enough to find a server of which resolvers know no address.
        HashSet<DomainName> found = [.. all.Where(server => server.Address is not null).Select(server => server.Name)];
        return this with { Servers = [.. all.Where(server => server.Address is not null || found.Add(server.Name))] };
    }
}
