using ValidationZone.Delegation.Asking;
using ValidationZone.Delegation.Report;
using ValidationZone.Delegation.Zones;
using ValidationZone.Wire;

namespace ValidationZone.Delegation.Steps;

/// <summary>One check, from the first question to the report.</summary>
internal sealed class CheckRun
{
    // Values come and go while a certificate is issued, which takes a minute.
    private const long LongNegativeTtlSeconds = 60;
    private const string NotFoundCode = "production-zone-not-found";
    private const string KeysMissingCode = "dnssec-ds-without-keys";

    private readonly CheckRequest _request;
    private readonly CheckLimits _limits;
    private readonly QuestionBudget _budget;
    private readonly RecursiveResolvers _resolvers;
    private readonly ServerFinder _finder;
    private readonly ServerAsker _asker;
    private readonly NameLookup _lookup;
    private readonly ResolverStep _resolverStep;

    internal CheckRun(CheckRequest request, CheckLimits limits, DnsClient client, QuestionBudget budget)
    {
        _request = request;
        _limits = limits;
        _budget = budget;
        _resolvers = new RecursiveResolvers(client, request.Resolvers);
        _finder = new ServerFinder(_resolvers);
        _asker = new ServerAsker(client, limits);
        _lookup = new NameLookup(new ZoneFinder(_resolvers), _finder, _asker);
        _resolverStep = new ResolverStep(_resolvers, request);
    }

    /// <summary>Follows the aliases first; what they lead to is then looked at side by side.</summary>
    internal async Task<CheckReport> RunAsync(CancellationToken cancellationToken)
    {
        AliasChain toZone = await new AliasWalk(_lookup)
            .FollowAsync(_request.Domain.ValidationName, _request.Zone, cancellationToken).ConfigureAwait(false);
        // Everything else would only repeat that nobody could be found.
        if (!_resolvers.HaveAnswered)
            return Report(toZone, null, [ResolverStep.NoResolver(_request.Resolvers)]);

        Evidence evidence = await GatherAsync(toZone, cancellationToken).ConfigureAwait(false);
        // An alias in our own zone file moves the end, and only the end is judged.
        AliasChain chain = toZone.Through(evidence.Validation.Path);
        FindingList findings = await JudgeAsync(chain, evidence, cancellationToken).ConfigureAwait(false);
        return Report(chain, evidence, findings);
    }

    private async Task<Evidence> GatherAsync(AliasChain chain, CancellationToken cancellationToken)
    {
        // Side by side, because the silence of one zone's servers would otherwise use up the time of all the others.
        var signing = new SigningStep(_resolvers);
        Task<ValidationView> validation = new ValidationStep(_lookup, _finder, _asker, _request.Zone)
            .RunAsync(chain.Target ?? _request.Target, cancellationToken);
        Task<FindingList> production = new ProductionStep(_asker, _request).RunAsync(chain, cancellationToken);
        // Where the domain's zone is not found there is nothing to read CAA from either.
        Task<FindingList> caa = _request.CaIdentifier is string authority && chain.First.Apex is not null
            ? new CaaStep(_resolvers, _request, authority).RunAsync(cancellationToken)
            : Task.FromResult<FindingList>([]);
        Task<IReadOnlyList<ResourceRecord>?> ofProduction = signing.FindAsync(chain.First.Apex, cancellationToken);
        Task<Survey?> keys = FindProductionKeysAsync(chain, ofProduction, cancellationToken);
        Task<IReadOnlyList<ResourceRecord>?> ofValidation = signing.FindAsync(_request.Zone, cancellationToken);
        Task<IReadOnlyList<ResolverAnswer>> answers = _resolverStep.AskAsync(cancellationToken);
        await Task.WhenAll(validation, production, caa, keys, ofValidation, answers).ConfigureAwait(false);
        return new Evidence
        {
            Validation = await validation.ConfigureAwait(false),
            Production = await production.ConfigureAwait(false),
            Caa = await caa.ConfigureAwait(false),
            ProductionSigners = await ofProduction.ConfigureAwait(false),
            ProductionKeys = await keys.ConfigureAwait(false),
            ValidationSigners = await ofValidation.ConfigureAwait(false),
            Answers = await answers.ConfigureAwait(false),
        };
    }

    // A resolver that does not check signatures says nothing of keys that are missing, and authorities' do check.
    private async Task<Survey?> FindProductionKeysAsync(
        AliasChain chain, Task<IReadOnlyList<ResourceRecord>?> signers, CancellationToken cancellationToken)
    {
        if (await signers.ConfigureAwait(false) is not { Count: > 0 } || chain.First.Survey is not Survey survey)
            return null;

        ZoneServers servers = survey.ServersInOrder;
        return await _asker.AskAllAsync(servers, servers.Apex, RecordType.Dnskey, cancellationToken)
            .ConfigureAwait(false);
    }

    private async Task<FindingList> JudgeAsync(
        AliasChain chain, Evidence evidence, CancellationToken cancellationToken)
    {
        FindingList findings =
            await JudgeChainAsync(chain, evidence, cancellationToken).ConfigureAwait(false);
        findings.AddRange(evidence.Production);
        if (chain.First.Apex is DomainName apex)
            findings.AddIfAny(SigningStep.WithoutKeys(apex, evidence.ProductionSigners, evidence.ProductionKeys));

        // In the order of the way to the value: what is mended first is what stands first.
        findings.AddRange(evidence.Validation.Findings);
        findings.AddIfAny(ProductionStep.LongNegativeTtl(
            _request.Zone, NegativeTtl(evidence.Validation), LongNegativeTtlSeconds));
        findings.AddIfAny(SigningStep.WithoutKeys(
            _request.Zone, evidence.ValidationSigners, evidence.Validation.Keys));
        FindingList ofResolvers = _resolverStep.Judge(
            evidence.Answers, IsClear(chain, findings) ? chain : null,
            findings.HasErrors || findings.Has(NotFoundCode));
        findings.AddRange(evidence.Caa);
        // A zone without keys is bogus to every validating resolver: one cause, one finding.
        bool isExplained = findings.Has(KeysMissingCode);
        findings.AddRange(ofResolvers.Where(finding => !isExplained || finding.Code != "dnssec-bogus"));
        return findings;
    }

    private static long? NegativeTtl(ValidationView view) =>
        view.Soa is null ? null : ZoneSoa.NegativeTtlSeconds(view.Soa);

    // Only a chain that all servers agree on, and that comes to an end, can be compared with a resolver's.
    private static bool IsClear(AliasChain chain, FindingList findings) =>
        chain.End is ChainEnd.Target or ChainEnd.Apex or ChainEnd.NoAlias
        && chain.First.Below is null
        && chain.Views[^1].Survey?.InOrder.Any() == true
        && !findings.Has("production-servers-disagree");

    private async Task<FindingList> JudgeChainAsync(
        AliasChain chain, Evidence evidence, CancellationToken cancellationToken)
    {
        var findings = new FindingList();
        if (ProductionZoneNotFound(chain, evidence.Answers) is Finding notFound)
        {
            findings.Add(notFound);
            return findings;
        }

        var servers = new ServerFindings("production");
        foreach (Survey survey in chain.Views.Select(each => each.Survey).OfType<Survey>())
            // The same servers are behind several links; what is wrong with them is said once.
            findings.AddNew(servers.Judge(survey));

        var aliases = new AliasFindings(_request, chain);
        // Cut off in the middle, the chain has no end that could be judged.
        if (!_budget.IsSpent || chain.Views[^1].Survey is not null)
            findings.AddRange(aliases.Judge());

        // The odd set-up in which our servers have the name as a zone of its own works as well as an alias.
        if (chain.First.Below is Referral below
            && !await IsOursAsync(chain, below, evidence.Validation, cancellationToken).ConfigureAwait(false))
        {
            findings.Add(aliases.Delegated(below));
        }

        return findings;
    }

    /// <summary>Whether the name is delegated to our own servers, and they serve it.</summary>
    private async Task<bool> IsOursAsync(
        AliasChain chain, Referral below, ValidationView view, CancellationToken cancellationToken)
    {
        ZoneServers servers = await _finder.FindAsync(below, cancellationToken).ConfigureAwait(false);
        // Delegated to one stranger among our servers, a part of the look-ups ends with the stranger.
        if (!servers.Servers.All(server => server.Address is not null && view.Addresses.Contains(server.Address)))
            return false;

        Survey survey = await _asker.AskAllAsync(servers, chain.Start, RecordType.Txt, cancellationToken)
            .ConfigureAwait(false);
        return survey.InOrder.Any();
    }

    private static Finding? ProductionZoneNotFound(AliasChain chain, IReadOnlyList<ResolverAnswer> answers)
    {
        const string Fix = "Check how the domain is spelt, whether it is registered, and whether its zone is delegated.";
        string name = Shown.Name(chain.Start);
        if (chain.First.Survey is not Survey survey)
        {
            ResolverAnswer? failed = answers.FirstOrDefault(answer => !answer.Resolved.IsAnswered);
            string reason = failed is null ? "" : $" ({failed.Server}: {failed.Resolved.Failure})";
            return new Finding(
                NotFoundCode, FindingSeverity.Unknown, $"No resolver could name the zone that {name} lies in{reason}.",
                "Without its zone nobody can be asked for the name.", Fix);
        }

        // A zone above everything that can be registered knows the domain only if it is.
        return survey.Zone.Apex.LabelCount == 1 && survey.AllSay(Standing.NxDomain)
            ? new Finding(
                NotFoundCode, FindingSeverity.Unknown, $"{Shown.Name(survey.Zone.Apex)} knows no zone of {name}.",
                "A domain that is not there can have no certificate.", Fix)
            : null;
    }

    private CheckReport Report(AliasChain chain, Evidence? evidence, FindingList findings)
    {
        // What was not asked for want of time is one finding, and not one for each question.
        IEnumerable<Finding> all = _budget.IsSpent
            ? [.. findings.Where(finding => finding.Severity != FindingSeverity.Unknown), Exhausted()]
            : findings;
        bool isFound = chain.First.Apex is not null && !findings.Has(NotFoundCode);
        return new CheckReport
        {
            Domain = Shown.Name(_request.Domain.Name),
            Name = Shown.Name(chain.Start),
            Zone = Shown.Name(_request.Zone),
            ProductionZone = isFound ? Shown.Name(chain.First.Apex!) : null,
            Target = chain.Target is DomainName target ? Shown.Name(target) : null,
            Chain = [.. chain.Names.Select(Shown.Name)],
            Values = evidence?.Validation.Values,
            NegativeTtlSeconds = evidence is null ? null : NegativeTtl(evidence.Validation),
            IsProductionSigned = isFound ? evidence?.IsProductionSigned : null,
            IsValidationSigned = evidence?.IsValidationSigned,
            Servers = [.. isFound ? ProductionServers(chain) : [], .. evidence?.Validation.Facts() ?? []],
            Findings = [.. all.OrderByDescending(finding => finding.Severity)],
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
        _budget.Questions < _limits.MaxQuestions
            ? $"The check was stopped at its limit of {_limits.Budget.TotalSeconds} s, after {_budget.Questions} questions."
            : $"The check was stopped at its limit of {_limits.MaxQuestions} questions.",
        "Not everything was looked at; servers that keep silent take most of the time.",
        "Mend what is reported above, or give it more time:  --timeout SECONDS");
}
