using ValidationZone.Delegation.Asking;
using ValidationZone.Delegation.Report;
using ValidationZone.Delegation.Zones;
using ValidationZone.Wire;

namespace ValidationZone.Delegation.Steps;

/// <summary>What is wrong with the name that the alias leads to.</summary>
internal static class TargetFindings
{
    /// <summary>Judges the TXT records at the target.</summary>
    /// <param name="survey">What our servers say where the values are to be.</param>
    /// <param name="zone">Our apex.</param>
    internal static FindingList Judge(Survey survey, DomainName zone)
    {
        var findings = new FindingList();
        if (survey.AllSay(Standing.NxDomain))
        {
            findings.Error(
                "target-not-registered",
                $"The servers of {Shown.Name(zone)} say NXDOMAIN for {Shown.Name(survey.Name)}.",
                "No account has this name, so nobody can publish a value there. Deleted names do not come back.",
                "Register ('validationzone account create', or the client's first run) and let the alias lead to the "
                    + "new fulldomain.");
        }

        // Nobody else chooses the number of values but the account's clients, which may forget to clean up.
        Observation? longest = survey.InOrder.MaxBy(each => each.Reply!.LengthInOctets);
        if (longest?.Reply is Reply reply && reply.LengthInOctets > QuestionMessage.PayloadSize)
        {
            findings.Warning(
                "too-many-values",
                $"{Shown.Name(survey.Name)} has {longest.Records.Count} values; the answer with them has "
                    + $"{reply.LengthInOctets} octets, and a datagram takes {QuestionMessage.PayloadSize}.",
                "Resolvers have to ask again over TCP, which takes longer and is blocked on some ways.",
                "Let clients remove values when they are done (cleanup hooks), or give names accounts of their own.");
        }

        return findings;
    }
}
