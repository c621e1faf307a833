using System.Net;
using ValidationZone.Delegation.Asking;
using ValidationZone.Wire;

namespace ValidationZone.Delegation.Zones;

/// <summary>Puts one question to all servers of a zone.</summary>
internal sealed class ServerAsker(DnsClient client, CheckLimits limits)
{
    /// <summary>Asks all servers side by side.</summary>
    /// <param name="zone">The servers, and the zone against which their referrals are judged.</param>
    /// <param name="name">The name asked for.</param>
    /// <param name="type">The type asked for.</param>
    /// <param name="cancellationToken">Ends the whole check.</param>
    /// <returns>One observation for each server, in their order.</returns>
    internal async Task<Survey> AskAllAsync(
        ZoneServers zone, DomainName name, RecordType type, CancellationToken cancellationToken)
    {
        var question = new Question(name, type);
        Observation[] observations = await Task.WhenAll(zone.Servers.Select(async server => Observation.Of(
            server,
            await AskAsync(server.Address, question, cancellationToken).ConfigureAwait(false),
            zone.Apex,
            question))).ConfigureAwait(false);
        return new Survey(zone, name, observations);
    }

    private Task<Asked> AskAsync(IPAddress? address, Question question, CancellationToken cancellationToken)
    {
        if (address is null)
            return Task.FromResult(new Asked(client.IsSpent ? AskOutcome.Exhausted : AskOutcome.Silent));

        // Judged here, at the last moment, so that no way of finding an address leads past it.
        return limits.GlobalAddressesOnly && !AddressRules.IsGlobal(address)
            ? Task.FromResult(new Asked(AskOutcome.Unreachable))
            : client.AskAsync(new IPEndPoint(address, limits.NameServerPort), question, cancellationToken);
    }
}
