using ValidationZone.Delegation.Report;
using ValidationZone.Delegation.Zones;

namespace ValidationZone.Delegation.Steps;

/// <summary>Servers that keep silent, are not servers of their zone, or disagree.</summary>
/// <remarks>
/// Authorities ask from several networks (BR 3.2.2.9, multi-perspective issuance) and each perspective takes any of the
/// servers: it is all of them that have to answer, and alike.
/// </remarks>
/// <param name="role">What the codes begin with: <c>production</c> or <c>validation</c>.</param>
internal sealed class ServerFindings(string role)
{
    /// <summary>Judges one question put to all servers of a zone: do they answer, and do they agree.</summary>
    internal FindingList Judge(Survey survey)
    {
        // Who does not answer is left out of the comparison, or one fault would be reported twice.
        FindingList findings = JudgeAvailability(survey);
        if (survey.Disagrees)
            findings.Add(Disagreement(survey));

        return findings;
    }

    /// <summary>Judges whether the servers answer.</summary>
    internal FindingList JudgeAvailability(Survey survey)
    {
        var findings = new FindingList();
        IReadOnlyList<Observation> silent = survey.Of(Standing.Silent);
        IReadOnlyList<Observation> lame = survey.Of(Standing.Lame);
        if (silent.Count > 0)
            findings.Add(Silent(survey, silent));

        if (lame.Count > 0)
            findings.Add(Lame(survey, lame));

        // All out of our reach: that says something about this machine only.
        if (silent.Count == 0 && lame.Count == 0 && !survey.InOrder.Any())
            findings.Add(NotAsked(survey));

        return findings;
    }

    private Finding Silent(Survey survey, IReadOnlyList<Observation> silent)
    {
        string zone = Shown.Name(survey.Zone.Apex);
        return new Finding(
            $"{role}-server-silent",
            Severity(survey),
            $"No reply for {Shown.Name(survey.Name)} from {Servers(silent)}, which should serve {zone}.",
            "Resolvers pick among the servers; each silent one costs time, and when all are, the authority gives up.",
            "Make the server answer on UDP and TCP port 53, or mend its address" + OrRemove(survey));
    }

    private Finding Lame(Survey survey, IReadOnlyList<Observation> lame)
    {
        string zone = Shown.Name(survey.Zone.Apex);
        string answers = Shown.List(lame.Select(each => $"{each.Server.Words} {each.Words}"));
        return new Finding(
            $"{role}-server-lame",
            Severity(survey),
            $"Asked for {Shown.Name(survey.Name)}: {answers}.",
            $"The server is listed for {zone} and does not serve it, so that some look-ups fail.",
            (role == "validation"
                ? $"Configure the server for the zone ('validationzone serve --zone {zone}')"
                : $"Configure the server for {zone}") + OrRemove(survey));
    }

    private Finding NotAsked(Survey survey) => new(
        $"{role}-server-silent",
        FindingSeverity.Unknown,
        survey.All.Count == 0
            ? $"No name server is known for {Shown.Name(survey.Zone.Apex)}."
            : $"None of the servers of {Shown.Name(survey.Zone.Apex)} can be reached from this machine: "
                + $"{Servers(survey.All)}.",
        "What these servers say is what an authority sees.",
        "Run the check on a machine that reaches them.");

    private Finding Disagreement(Survey survey)
    {
        string answers = Shown.List(survey.InOrder.Select(each => $"{each.Server.Words} {each.Words}"));
        return new Finding(
            $"{role}-servers-disagree",
            FindingSeverity.Error,
            $"Asked for {Shown.Name(survey.Name)}: {answers}.",
            "Authorities look from several places at once and insist that they see the same.",
            role == "validation"
                ? "Let all servers of the zone use the same data; until then keep only one of them in the NS records."
                : $"Bring the servers of {Shown.Name(survey.Zone.Apex)} up to date: compare their SOA serials and look "
                    + "at the zone transfers.");
    }

    // The last server must not go.
    private static string OrRemove(Survey survey) => survey.InOrder.Any()
        ? $", or remove its NS record from {Shown.Name(survey.Zone.Apex)} and from the parent zone."
        : ".";

    // One that answers is enough for a resolver that tries on, and one that was not asked may be that one.
    private static FindingSeverity Severity(Survey survey) =>
        survey.InOrder.Any() ? FindingSeverity.Warning
        : survey.Of(Standing.NotAsked).Count > 0 ? FindingSeverity.Unknown
        : FindingSeverity.Error;

    private static string Servers(IEnumerable<Observation> observations) =>
        Shown.List(observations.Select(observation => observation.Server.Words));
}
