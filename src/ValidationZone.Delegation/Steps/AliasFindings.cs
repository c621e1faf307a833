using ValidationZone.Delegation.Report;
using ValidationZone.Delegation.Zones;
using ValidationZone.Wire;

namespace ValidationZone.Delegation.Steps;

/// <summary>What is wrong with the alias at the validation domain name, and with those behind it.</summary>
internal sealed class AliasFindings(CheckRequest request, AliasChain chain)
{
    // Each link is a zone that can break; nobody needs more than a few.
    private const int ManyLinks = 4;

    private readonly FindingList _findings = [];

    private string Zone => Shown.Name(request.Zone);

    /// <summary>The record that should be there.</summary>
    private string Wanted => RecordText.Alias(chain.Start, request.Zone, Target);

    private DomainName? Target => request.Target ?? chain.Target;

    /// <summary>How to lead the chain to where values are published.</summary>
    // Where an alias of our own zone leads astray, the record that leads to it may be right.
    private string Mend => chain.Inside is not [Survey first, ..] ? $"Change the record to  {Wanted}"
        : $"Remove the CNAME of {first.Name} from the zone file of {Zone}"
            + (first.Name.Equals(Target) ? "." : $", or change the record to  {Wanted}");

    /// <summary>Judges a chain whose first zone was found.</summary>
    internal FindingList Judge()
    {
        switch (chain.End)
        {
            case ChainEnd.NoAlias when chain.Links == 0:
                JudgeStart();
                break;
            case ChainEnd.NoAlias or ChainEnd.Outside:
                ReportOutside();
                break;
            case ChainEnd.SeveralAliases:
                ReportSeveral();
                break;
            case ChainEnd.Loop:
                ReportLoop();
                break;
            case ChainEnd.Apex:
                ReportApex();
                break;
            case ChainEnd.Target when request.Target is not null && !request.Target.Equals(chain.Last):
                ReportElsewhere();
                break;
        }

        // A circle has any number of links, and is reported as what it is.
        if (chain.Links > ManyLinks && chain.End != ChainEnd.Loop)
            ReportLength();

        return _findings;
    }

    /// <summary>The name is a zone of its own, delegated to servers that are not ours.</summary>
    internal Finding Delegated(Referral below) => new(
        "delegated-instead-of-alias",
        FindingSeverity.Error,
        $"{Shown.Name(chain.Start)} is a zone of its own, served by {Shown.List(below.Names.Select(Shown.Name))}.",
        "An authority asks those servers for the value, and they do not have it.",
        $"Replace the NS records of {chain.Start} by  {Wanted}");

    private void JudgeStart()
    {
        // Servers that give no answer, or refer to others, have findings of their own.
        Survey survey = chain.First.Survey!;
        if (chain.First.Below is not null || !survey.InOrder.Any())
            return;

        string apex = Shown.Name(survey.Zone.Apex);
        // TXT beside CNAME cannot be (RFC 1034 §3.6.2): whoever wrote a value by hand once has shut the alias out.
        if (survey.Of(Standing.Records) is [Observation txt, ..])
        {
            _findings.Error(
                "txt-instead-of-alias",
                $"{Shown.Name(chain.Start)} is no alias: {txt.Server.Words} {txt.Words} of type TXT there.",
                $"An authority reads that record, and never looks into {Zone}.",
                $"Remove TXT from that name in {apex} and add  {Wanted}");
            return;
        }

        // One server's words are enough: where they differ, that is reported beside this.
        Observation first = survey.InOrder.First();
        _findings.Error(
            "alias-missing",
            $"No CNAME at {Shown.Name(chain.Start)}: {first.Server.Words}, a server of {apex}, {first.Words}.",
            $"An authority that asks for this name is never led to {Zone}.",
            $"Add to {apex}:  {Wanted}");
    }

    private void ReportOutside()
    {
        // Where nobody answers the chain may well go on; that its servers are broken is a finding of its own.
        if (chain.LastSurvey is Survey survey && !survey.InOrder.Any())
            return;

        _findings.Error(
            "alias-outside",
            $"{chain.Words} ends outside {Zone}.",
            $"An authority looks for the value at {Shown.Name(chain.Last)}, where we cannot publish it.",
            Mend);
    }

    private void ReportSeveral()
    {
        DomainName[] aliases =
            [.. chain.LastSurvey!.Of(Standing.Alias).SelectMany(each => each.Aliases).Distinct()];
        DomainName? ours = aliases.FirstOrDefault(name => name.IsAtOrBelow(request.Zone));
        _findings.Error(
            "several-aliases",
            $"{Shown.Name(chain.Last)} has several CNAME records: {Shown.List(aliases.Select(Shown.Name))}.",
            "A name can be an alias of one other name only; resolvers give up, or take any of them.",
            $"Keep one of them:  {RecordText.Alias(chain.Last, request.Zone, request.Target ?? ours)}");
    }

    private void ReportLoop() => _findings.Error(
        "alias-loop",
        $"{chain.Words} leads round in a circle.",
        "Resolvers give up, and the authority gets no answer.",
        Mend);

    private void ReportApex() => _findings.Error(
        "alias-to-apex",
        $"{chain.Words}: that is the validation zone itself and not a name in it.",
        "Values are published at the account's own name below the zone.",
        Mend);

    private void ReportElsewhere() => _findings.Error(
        "alias-elsewhere",
        $"The alias leads to {Shown.Name(chain.Last)}; the account's fulldomain is {Shown.Name(request.Target!)}.",
        "The authority looks where the alias leads, and the account publishes somewhere else.",
        Mend);

    private void ReportLength() => _findings.Add(new Finding(
        "alias-chain-too-long",
        chain.Links > AliasWalk.MostLinks ? FindingSeverity.Error : FindingSeverity.Warning,
        $"{chain.Links} aliases in a row: {Shown.List(chain.Names.Select(Shown.Name))}.",
        "Each is another look-up that may fail, and resolvers follow a limited number of them.",
        $"Point the first at the end:  {Wanted}"));
}
