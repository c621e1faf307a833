using System.Security.Cryptography;
using ValidationZone.Delegation.Report;
using ValidationZone.Delegation.Zones;
using ValidationZone.Wire;

namespace ValidationZone.Delegation.Steps;

/// <summary>Looks at the production zone beside the alias itself: wildcards, negative TTL, dns-account-01.</summary>
internal sealed class ProductionStep(ServerAsker asker, CheckRequest request)
{
    private const long LongNegativeTtlSeconds = 3600;
    private const int ProbeOctets = 8;

    /// <summary>Asks the servers of the production zone that are in order.</summary>
    internal async Task<FindingList> RunAsync(AliasChain chain, CancellationToken cancellationToken)
    {
        var findings = new FindingList();
        if (chain.First.Survey is not Survey survey || !survey.InOrder.Any())
            return findings;

        if (chain.Links > 0)
            findings.AddIfAny(await FindWildcardAsync(chain, survey, cancellationToken).ConfigureAwait(false));

        ZoneServers servers = survey.ServersInOrder;
        Survey soa = await asker.AskAllAsync(servers, servers.Apex, RecordType.Soa, cancellationToken)
            .ConfigureAwait(false);
        findings.AddIfAny(LongNegativeTtl(servers.Apex, ZoneSoa.NegativeTtlSeconds(soa), LongNegativeTtlSeconds));
        if (request.AccountUrl is string url
            && AccountLabel.TryName(request.Domain.ValidationName, url, out DomainName? name))
        {
            Survey label = await asker.AskAllAsync(servers, name, RecordType.Txt, cancellationToken).ConfigureAwait(false);
            findings.AddIfAny(MissingLabel(label));
        }

        return findings;
    }

    /// <summary>The finding for a zone whose negative answers stay for long; <see langword="null"/> when they do not.</summary>
    internal static Finding? LongNegativeTtl(DomainName zone, long? seconds, long longest) => seconds > longest
        ? new Finding(
            "negative-ttl-long",
            FindingSeverity.Warning,
            $"Resolvers keep \"not there\" of {Shown.Name(zone)} for {seconds} s.",
            "Who asks a moment too early goes on seeing nothing for that long after the record has been made.",
            $"Lower the SOA of {Shown.Name(zone)}: its last field (minimum), or its TTL, to {longest} or less.")
        : null;

    /// <summary>A name that nobody can have made, right beside the validation domain name.</summary>
    private async Task<Finding?> FindWildcardAsync(AliasChain chain, Survey survey, CancellationToken cancellationToken)
    {
        string probe = "vz-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(ProbeOctets));
        if (!request.Domain.Name.TryPrepend(System.Text.Encoding.ASCII.GetBytes(probe), out DomainName? name))
            return null;

        ZoneServers one = survey.Zone with { Servers = [survey.Of(Standing.Alias)[0].Server] };
        Survey answer = await asker.AskAllAsync(one, name, RecordType.Txt, cancellationToken).ConfigureAwait(false);
        if (answer.All[0].Aliases is not [DomainName same] || !same.Equals(chain.Names[1]))
            return null;

        return new Finding(
            "alias-from-wildcard",
            FindingSeverity.Warning,
            $"Any name below {Shown.Name(request.Domain.Name)} leads to {Shown.Name(same)}, {Shown.Name(name)} too: a "
                + "wildcard makes the alias.",
            "Whoever may publish at that one name can obtain certificates for every name that the wildcard covers.",
            "Make a record for this name alone:  "
                + RecordText.Alias(chain.Start, request.Zone, request.Target ?? chain.Names[1]));
    }

    private Finding? MissingLabel(Survey label)
    {
        if (!label.InOrder.Any() || label.InOrder.Any(each => each.Aliases.Any(name => name.IsAtOrBelow(request.Zone))))
            return null;

        return new Finding(
            "account-label-missing",
            FindingSeverity.Warning,
            $"{Shown.Name(label.Name)}: {label.InOrder.First().Words}.",
            "dns-account-01 looks there for this ACME account; dns-01 does not need it.",
            $"If you use dns-account-01, add:  {RecordText.Alias(label.Name, request.Zone, request.Target)}");
    }
}
