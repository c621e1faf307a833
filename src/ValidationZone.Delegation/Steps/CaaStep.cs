using ValidationZone.Delegation.Asking;
using ValidationZone.Delegation.Caa;
using ValidationZone.Delegation.Report;
using ValidationZone.Wire;

namespace ValidationZone.Delegation.Steps;

/// <summary>Looks for the CAA records that count, from the domain upwards (RFC 8659 §3), and judges them.</summary>
internal sealed class CaaStep(RecursiveResolvers resolvers, CheckRequest request, string authority)
{
    private const string Unread = "caa-unreadable";
    private const byte CriticalFlag = 128;

    /// <summary>Walks up until there are records; none anywhere let everybody issue.</summary>
    /// <remarks>
    /// From the domain and not from <c>_acme-challenge</c>: CAA is about the name in the certificate. The root is left
    /// out
    /// (RFC 8659 §3). One question for each label, as many as the budget allows.
    /// </remarks>
    internal async Task<FindingList> RunAsync(CancellationToken cancellationToken)
    {
        for (DomainName? at = request.Domain.Name; at is { LabelCount: > 0 }; at = at.Parent)
        {
            Resolved resolved =
                await resolvers.AskAsync(at, RecordType.Caa, cancellationToken).ConfigureAwait(false);
            // What only comes without a check of its signatures is a failure for an authority, which does check.
            if (!resolved.IsAnswered || resolved.IsBogus)
                return Unreadable(at, resolved);

            // Behind an alias the records have another owner, and count all the same.
            ResourceRecord[] records = [.. resolved.Reply.Answer.Where(record => record.Type == RecordType.Caa)];
            if (records.Length > 0)
                return Judge(at, records[0].OwnerName, records);
        }

        return [];
    }

    private FindingList Judge(DomainName at, DomainName owner, IReadOnlyList<ResourceRecord> records)
    {
        var read = new List<CaaRdata>();
        foreach (ResourceRecord record in records)
        {
            // Octets that are no property could be a critical one.
            read.Add(CaaRdata.TryRead(record.Rdata.Span, out CaaRdata? caa)
                ? caa
                : new CaaRdata(CriticalFlag, "malformed", ReadOnlyMemory<byte>.Empty));
        }

        var findings = new FindingList();
        CaaDecision decision =
            new CaaRules(authority, request.AccountUrl).Decide(read, request.Domain.IsWildcard);
        string alias = at.Equals(owner) ? "" : $" (of which {Shown.Name(at)} is an alias)";
        string seen = $"CAA at {Shown.Name(owner)}{alias}: {Shown.List(read.Select(Describe))}.";
        findings.AddIfAny(Report(decision, owner, seen, read));
        return findings;
    }

    private Finding? Report(
        CaaDecision decision, DomainName at, string seen, IReadOnlyList<CaaRdata> records) => decision switch
    {
        CaaDecision.Forbids => Error(
            "caa-forbids", seen, $"Only the authorities named there may issue, and {authority} is none of them.",
            $"Add:  {at} CAA 0 issue \"{authority}\""),
        // An issue property, however permissive, does not help a wildcard once there is an issuewild.
        CaaDecision.ForbidsWildcard => Error(
            "caa-forbids-wildcard", seen, $"For wildcards issuewild counts, and it does not name {authority}.",
            $"Add:  {at} CAA 0 issuewild \"{authority}\""),
        CaaDecision.OtherAccount => Error(
            "caa-account", seen, $"{authority} may issue for the account named there, and not for {request.AccountUrl}.",
            $"Change accounturi:  {at} CAA 0 {Property(records)} \"{authority}; accounturi={request.AccountUrl}\""),
        CaaDecision.OtherMethod => Error(
            "caa-method", seen, "The validation methods named there leave out dns-01, which goes by TXT records.",
            $"Add it:  {at} CAA 0 {Property(records)} \"{authority}; validationmethods=dns-01\""),
        CaaDecision.UnknownCritical => Error(
            "caa-critical-unknown", seen, "An authority that does not know a critical property must not issue.",
            $"Remove, or set its flags to 0:  {at} CAA {Describe(records.First(CaaRules.IsUnknownCritical))}"),
        _ => null,
    };

    private string Property(IReadOnlyList<CaaRdata> records) =>
        CaaRules.TagThatCounts(records, request.Domain.IsWildcard);

    private static FindingList Unreadable(DomainName at, Resolved resolved)
    {
        var findings = new FindingList();
        string reason = resolved.IsBogus ? "signatures that are wrong" : resolved.Failure;
        string seen = $"CAA at {Shown.Name(at)}: {reason}.";
        if (resolved.IsBogus || resolved.IsFailedLookUp)
        {
            findings.Error(
                Unread, seen,
                "An authority must not issue while it cannot read CAA (RFC 8659 §3), even if there is no such record.",
                $"Let every server of the zone that holds {Shown.Name(at)} answer type CAA; try  dig {at} CAA");
        }
        else
        {
            // Our resolver's own trouble: the authority's resolvers may get anything, records that forbid included.
            findings.Unknown(
                Unread, seen,
                "Some resolvers do not pass on this type; an authority's do, and it heeds what they find.",
                "Try another one:  --resolver ADDRESS");
        }

        return findings;
    }

    private static Finding Error(string code, string seen, string why, string fix) =>
        new(code, FindingSeverity.Error, seen, why, fix);

    private static string Describe(CaaRdata caa) =>
        $"{caa.Flags} {caa.Tag} \"{Shown.Octets(caa.Value.Span)}\"";
}
