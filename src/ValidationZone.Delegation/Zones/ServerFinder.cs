using System.Net;
using ValidationZone.Delegation.Asking;
using ValidationZone.Wire;

namespace ValidationZone.Delegation.Zones;

/// <summary>Finds the servers of a zone and their addresses.</summary>
internal sealed class ServerFinder(RecursiveResolvers resolvers)
{
    /// <summary>How many servers of a zone are looked at; one with hundreds only wants to keep us busy.</summary>
    internal const int MostNames = 13;

    // Two of each family are common; a name with a hundred would let a stranger aim our questions at a hundred victims.
    private const int MostAddressesPerName = 4;

    /// <summary>Asks resolvers for the servers of a zone.</summary>
    /// <returns>No servers when nobody could say.</returns>
    internal async Task<ZoneServers> FindAsync(DomainName apex, int mostNames, CancellationToken cancellationToken)
    {
        Resolved resolved = await resolvers.AskAsync(apex, RecordType.Ns, cancellationToken).ConfigureAwait(false);
        DomainName[] names = resolved.IsAnswered
            ? [.. resolved.Reply.AnswersOf(apex, RecordType.Ns).Select(record => record.ToName()).Distinct()]
            : [];
        return await FindAsync(apex, InOrder(names).Take(mostNames), _ => [], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes servers and glue from a referral, and asks resolvers for the rest.</summary>
    /// <returns>Up to 13 names with up to 4 addresses each; a name without an address is there all the same.</returns>
    internal Task<ZoneServers> FindAsync(Referral referral, CancellationToken cancellationToken) =>
        FindAsync(referral.Apex, referral.Names, referral.GlueOf, cancellationToken);

    /// <summary>The addresses that resolvers know for a name server.</summary>
    /// <returns>Up to four, IPv4 and IPv6 together, always in the same order.</returns>
    internal async Task<IReadOnlyList<IPAddress>> FindAddressesAsync(
        DomainName name, CancellationToken cancellationToken)
    {
        Resolved[] resolved = await Task.WhenAll(
            resolvers.AskAsync(name, RecordType.A, cancellationToken),
            resolvers.AskAsync(name, RecordType.Aaaa, cancellationToken)).ConfigureAwait(false);
        // The owner does not matter: a resolver follows aliases, though none is allowed here (RFC 2181 §10.3).
        return
        [
            .. resolved
                .Where(answer => answer.IsAnswered)
                .SelectMany(answer => answer.Reply!.Answer)
                .Select(AddressRecord.Read)
                .OfType<IPAddress>()
                .Distinct()
                .OrderBy(address => address.ToString(), StringComparer.Ordinal)
                .Take(MostAddressesPerName),
        ];
    }

    // Servers turn their records round with each answer; two reports are to be compared line by line.
    private static IEnumerable<DomainName> InOrder(IEnumerable<DomainName> names) =>
        names.OrderBy(name => name.ToString(), StringComparer.OrdinalIgnoreCase);

    private async Task<ZoneServers> FindAsync(
        DomainName apex,
        IEnumerable<DomainName> names,
        Func<DomainName, IReadOnlyList<IPAddress>> glueOf,
        CancellationToken cancellationToken)
    {
        NameServer[][] servers = await Task.WhenAll(InOrder(names).Take(MostNames).Select(async name =>
        {
            IReadOnlyList<IPAddress> glue = glueOf(name);
            IReadOnlyList<IPAddress> addresses = glue.Count > 0
                ? [.. glue.Take(MostAddressesPerName)]
                : await FindAddressesAsync(name, cancellationToken).ConfigureAwait(false);
            // A server without an address is as good as silent, and has to be seen.
            return addresses.Count > 0
                ? addresses.Select(address => new NameServer(name, address)).ToArray()
                : [new NameServer(name, null)];
        })).ConfigureAwait(false);
        return new ZoneServers(apex, [.. servers.SelectMany(each => each)]);
    }
}
