using System.Security.Cryptography;
using System.Text;
using ValidationZone.Delegation.Report;
using ValidationZone.Delegation.Zones;
using ValidationZone.Wire;

namespace ValidationZone.Delegation.Steps;

/// <summary>
/// Looks at the production zone beside the alias itself: NS, wildcards, negative TTL, dns-account-01.
/// </summary>
internal sealed class ProductionStep(ServerAsker asker, CheckRequest request)
{
    // An hour is what many zones have; who waits longer for a new record takes it for broken.
    private const long LongNegativeTtlSeconds = 3600;

    // Nobody has made a name of 64 random bits.
    private const int ProbeOctets = 8;

    /// <summary>Asks the servers of the production zone that are in order.</summary>
    internal async Task<FindingList> RunAsync(AliasChain chain, CancellationToken cancellationToken)
    {
        FindingList findings = await new NsComparison(asker).RunAsync(chain, cancellationToken).ConfigureAwait(false);
        if (chain.First.Survey is not Survey survey || !survey.InOrder.Any())
            return findings;

        // Without an alias there is none that a wildcard could have made.
        if (chain.Links > 0)
            findings.AddIfAny(await FindWildcardAsync(chain, survey, cancellationToken).ConfigureAwait(false));

        // Servers that keep silent have been waited for once.
        ZoneServers servers = survey.ServersInOrder;
        Survey soa = await asker.AskAllAsync(servers, servers.Apex, RecordType.Soa, cancellationToken)
            .ConfigureAwait(false);
        findings.AddIfAny(LongNegativeTtl(servers.Apex, ZoneSoa.NegativeTtlSeconds(soa), LongNegativeTtlSeconds));
        if (request.AccountUrl is string url
            && AccountLabel.TryName(request.Domain.ValidationName, url, out DomainName? name))
        {
            Survey label = await asker.AskAllAsync(servers, name, RecordType.Txt, cancellationToken)
                .ConfigureAwait(false);
            findings.AddIfAny(MissingLabel(label, request.Target ?? chain.Target));
        }

        return findings;
    }

    /// <summary>The finding for negative answers that stay for long; <see langword="null"/> when they do not.</summary>
    /// <param name="zone">The zone.</param>
    /// <param name="seconds">How long; <see langword="null"/> when it is not known.</param>
    /// <param name="longest">What is still all right, in seconds.</param>
    internal static Finding? LongNegativeTtl(DomainName zone, long? seconds, long longest) => seconds > longest
        ? new Finding(
            "negative-ttl-long",
            FindingSeverity.Warning,
            $"Resolvers keep \"not there\" of {Shown.Name(zone)} for {seconds} s.",
            "Who asks a moment too early goes on seeing nothing for that long after the record has been made.",
            $"Lower the SOA of {Shown.Name(zone)}: its last field (minimum), or its TTL, to {longest} or less.")
        : null;

    private async Task<Finding?> FindWildcardAsync(AliasChain chain, Survey survey, CancellationToken cancellationToken)
    {
        // One server is enough, and its name with random letters is never in a cache.
        ZoneServers one = survey.Zone with { Servers = [survey.Of(Standing.Alias)[0].Server] };
        DomainName? owner = null;
        for (DomainName? above = request.Domain.Name;
            above is not null && above.IsAtOrBelow(one.Apex);
            above = above.Parent)
        {
            // As far up as the same alias is made, for that is where the wildcard stands.
            if (!await IsMadeBelowAsync(above, one, chain.Names[1], cancellationToken).ConfigureAwait(false))
                break;

            owner = above;
        }

        return owner is null ? null : new Finding(
            "alias-from-wildcard",
            FindingSeverity.Warning,
            $"A wildcard makes the alias: *.{Shown.Name(owner)} leads to {Shown.Name(chain.Names[1])} by any name.",
            "Whoever may publish at that one name can obtain certificates for every name that the wildcard covers.",
            "Make a record for this name alone:  "
                + RecordText.Alias(chain.Start, request.Zone, request.Target ?? chain.Target ?? chain.Names[1]));
    }

    /// <summary>Asks for a name that nobody can have made.</summary>
    private async Task<bool> IsMadeBelowAsync(
        DomainName above, ZoneServers servers, DomainName alias, CancellationToken cancellationToken)
    {
        string probe = "vz-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(ProbeOctets));
        if (!above.TryPrepend(Encoding.ASCII.GetBytes(probe), out DomainName? name))
            return false;

        Survey survey = await asker.AskAllAsync(servers, name, RecordType.Txt, cancellationToken)
            .ConfigureAwait(false);
        return survey.All[0].Aliases is [DomainName same] && same.Equals(alias);
    }

    private Finding? MissingLabel(Survey label, DomainName? target)
    {
        // Nobody answers: that is a finding of its own, and says nothing about the label.
        if (!label.InOrder.Any() || label.InOrder.Any(each => each.Aliases.Any(name => name.IsAtOrBelow(request.Zone))))
            return null;

        return new Finding(
            "account-label-missing",
            FindingSeverity.Warning,
            $"{Shown.Name(label.Name)} is no alias into {Shown.Name(request.Zone)}: {label.InOrder.First().Server.Words} "
                + $"{label.InOrder.First().Words}.",
            "dns-account-01 looks there for this ACME account; dns-01 does not need it.",
            $"If you use dns-account-01, add:  {RecordText.Alias(label.Name, request.Zone, target)}");
    }
}
