using ValidationZone.Delegation.Asking;
using ValidationZone.Delegation.Report;
using ValidationZone.Delegation.Zones;
using ValidationZone.Wire;

namespace ValidationZone.Delegation.Steps;

/// <summary>One check, from the first question to the report.</summary>
internal sealed class CheckRun
{
    private const long LongNegativeTtlSeconds = 60;

    private readonly CheckRequest _request;
    private readonly CheckLimits _limits;
    private readonly QuestionBudget _budget;
    private readonly RecursiveResolvers _resolvers;
    private readonly ServerFinder _finder;
    private readonly ServerAsker _asker;
    private readonly NameLookup _lookup;

    internal CheckRun(CheckRequest request, CheckLimits limits, DnsClient client, QuestionBudget budget)
    {
        _request = request;
        _limits = limits;
        _budget = budget;
        _resolvers = new RecursiveResolvers(client, request.Resolvers);
        _finder = new ServerFinder(_resolvers);
        _asker = new ServerAsker(client, limits);
        _lookup = new NameLookup(new ZoneFinder(_resolvers), _finder, _asker);
    }

    /// <summary>Follows the aliases first; what they lead to is then looked at side by side.</summary>
    internal async Task<CheckReport> RunAsync(CancellationToken cancellationToken)
    {
        AliasChain chain = await new AliasWalk(_lookup)
            .FollowAsync(_request.Domain.ValidationName, _request.Zone, cancellationToken).ConfigureAwait(false);
        if (!_resolvers.HaveAnswered)
            return Report(chain, null, [ResolverStep.NoResolver(_request.Resolvers)]);

        var signing = new SigningStep(_resolvers);
        var resolverStep = new ResolverStep(_resolvers, _request);
        Task<ValidationView> validation = new ValidationStep(_lookup, _finder, _asker, _request.Zone)
            .RunAsync(TargetOf(chain) ?? _request.Target, cancellationToken);
        Task<FindingList> production = new ProductionStep(_asker, _request).RunAsync(chain, cancellationToken);
        Task<FindingList> caa = CheckCaaAsync(cancellationToken);
        Task<bool?> isProductionSigned = signing.IsSignedAsync(chain.First.Apex, cancellationToken);
        Task<bool?> isValidationSigned = signing.IsSignedAsync(_request.Zone, cancellationToken);
        Task<IReadOnlyList<ResolverAnswer>> answers = resolverStep.AskAsync(cancellationToken);
        await Task.WhenAll(validation, production, caa, isProductionSigned, isValidationSigned, answers)
            .ConfigureAwait(false);

        ValidationView view = await validation.ConfigureAwait(false);
        FindingList findings = await JudgeChainAsync(chain, view, cancellationToken).ConfigureAwait(false);
        findings.AddRange(await production.ConfigureAwait(false));
        findings.AddRange(view.Findings);
        findings.AddIfAny(ProductionStep.LongNegativeTtl(_request.Zone, NegativeTtl(view), LongNegativeTtlSeconds));
        findings.AddIfAny(SigningStep.WithoutKeys(
            _request.Zone, await isValidationSigned.ConfigureAwait(false), view.Keys));
        FindingList ofResolvers = resolverStep.Judge(
            await answers.ConfigureAwait(false), IsClear(chain, findings) ? chain : null, findings.HasErrors);
        findings.AddRange(await caa.ConfigureAwait(false));
        // A zone without keys is bogus to every validating resolver: one cause, one finding.
        bool isExplained = findings.Has("dnssec-ds-without-keys");
        findings.AddRange(ofResolvers.Where(finding => !isExplained || finding.Code != "dnssec-bogus"));
        return Report(chain, view, findings) with
        {
            IsProductionSigned = await isProductionSigned.ConfigureAwait(false),
            IsValidationSigned = await isValidationSigned.ConfigureAwait(false),
        };
    }

    private static DomainName? TargetOf(AliasChain chain) => chain.End == ChainEnd.Target ? chain.Last : null;

    private static long? NegativeTtl(ValidationView view) =>
        view.Soa is null ? null : ZoneSoa.NegativeTtlSeconds(view.Soa);

    // Only a chain that all servers agree on, and that comes to an end, can be compared with a resolver's.
    private static bool IsClear(AliasChain chain, FindingList findings) =>
        chain.End is ChainEnd.Target or ChainEnd.Apex or ChainEnd.NoAlias
        && chain.First.Below is null
        && chain.Views[^1].Survey?.InOrder.Any() == true
        && !findings.Has("production-servers-disagree");

    private Task<FindingList> CheckCaaAsync(CancellationToken cancellationToken) =>
        _request.CaIdentifier is string authority
            ? new CaaStep(_resolvers, _request, authority).RunAsync(cancellationToken)
            : Task.FromResult<FindingList>([]);

    private async Task<FindingList> JudgeChainAsync(
        AliasChain chain, ValidationView view, CancellationToken cancellationToken)
    {
        var findings = new FindingList();
        if (ProductionZoneNotFound(chain) is Finding notFound)
        {
            findings.Add(notFound);
            return findings;
        }

        var servers = new ServerFindings("production");
        foreach (Survey survey in chain.Views.Select(each => each.Survey).OfType<Survey>())
            findings.AddRange(servers.Judge(survey));

        // Cut off in the middle, the chain has no end that could be judged.
        if (!_budget.IsSpent || chain.Views[^1].Survey is not null)
            findings.AddRange(new AliasFindings(_request).Judge(chain));

        if (chain.First.Below is Referral below && !await IsOursAsync(chain, below, view, cancellationToken).ConfigureAwait(false))
            findings.Add(AliasFindings.Delegated(_request, chain.Start, below));

        return findings;
    }

    /// <summary>Whether the name is delegated to our own servers, and they serve it.</summary>
    private async Task<bool> IsOursAsync(
        AliasChain chain, Referral below, ValidationView view, CancellationToken cancellationToken)
    {
        ZoneServers servers = await _finder.FindAsync(below, cancellationToken).ConfigureAwait(false);
        if (!servers.Servers.All(server => server.Address is not null && view.Addresses.Contains(server.Address)))
            return false;

        Survey survey = await _asker.AskAllAsync(servers, chain.Start, RecordType.Txt, cancellationToken)
            .ConfigureAwait(false);
        return survey.InOrder.Any();
    }

    private static Finding? ProductionZoneNotFound(AliasChain chain)
    {
        const string Code = "production-zone-not-found";
        const string Fix = "Check how the domain is spelt, whether it is registered, and whether its zone is delegated.";
        string name = Shown.Name(chain.Start);
        if (chain.First.Survey is not Survey survey)
        {
            return new Finding(
                Code, FindingSeverity.Unknown, $"No resolver could name the zone that {name} lies in.",
                "Without its zone nobody can be asked for the name.", Fix);
        }

        // A zone above everything that can be registered knows the domain only if it is.
        return survey.Zone.Apex.LabelCount == 1 && survey.AllSay(Standing.NxDomain)
            ? new Finding(
                Code, FindingSeverity.Unknown, $"{Shown.Name(survey.Zone.Apex)} has no domain that {name} could lie in.",
                "A domain that is not there can have no certificate.", Fix)
            : null;
    }

    private CheckReport Report(AliasChain chain, ValidationView? view, FindingList findings)
    {
        // What was not asked for want of time is one finding, and not one for each question.
        Finding[] all = _budget.IsSpent
            ? [.. findings.Where(finding => finding.Severity != FindingSeverity.Unknown), Exhausted()]
            : [.. findings];
        return new CheckReport
        {
            Domain = Shown.Name(_request.Domain.Name),
            Name = Shown.Name(chain.Start),
            Zone = Shown.Name(_request.Zone),
            ProductionZone = chain.First.Apex is DomainName apex ? Shown.Name(apex) : null,
            Target = TargetOf(chain) is DomainName target ? Shown.Name(target) : null,
            Chain = [.. chain.Names.Select(Shown.Name)],
            Values = view?.Values,
            NegativeTtlSeconds = view is null ? null : NegativeTtl(view),
            Servers = [.. ProductionServers(chain), .. view?.Facts() ?? []],
            Findings = all,
            Questions = _budget.Questions,
        };
    }

    private static IEnumerable<ServerFact> ProductionServers(AliasChain chain) =>
        chain.First.Survey is not Survey survey ? [] : survey.All.Select(each => new ServerFact(
            Shown.Name(survey.Zone.Apex),
            Shown.Name(each.Server.Name),
            each.Server.Address?.ToString() ?? "",
            each.IsInOrder));

    private Finding Exhausted() => new(
        "budget-exhausted",
        FindingSeverity.Unknown,
        $"The check has ended after {_budget.Questions} questions, of at most {_limits.MaxQuestions}, or "
            + $"{_limits.Budget.TotalSeconds} s.",
        "Not everything was looked at; servers that keep silent take most of the time.",
        "Mend what is reported above, or give it more time:  --timeout SECONDS");
}
