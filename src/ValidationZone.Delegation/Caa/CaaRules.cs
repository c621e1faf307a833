using ValidationZone.Wire;

namespace ValidationZone.Delegation.Caa;

/// <summary>Decides as an authority does over the relevant set of CAA records (RFC 8659 §4, RFC 8657).</summary>
/// <param name="authority">The identifier of the authority.</param>
/// <param name="accountUrl">The URL of the ACME account; <see langword="null"/> leaves the account open.</param>
internal sealed class CaaRules(string authority, string? accountUrl)
{
    private const string Issue = "issue";
    private const string IssueWild = "issuewild";
    private const string Method = "dns-01";

    // The registry of properties: an authority that keeps up knows all of them, though it may heed only some.
    private static readonly HashSet<string> KnownTags =
        [Issue, IssueWild, "iodef", "contactemail", "contactphone", "issuevmc", "issuemail"];

    /// <summary>Decides over one set of records, which may be empty.</summary>
    /// <param name="records">All CAA records of one name, of whatever property.</param>
    /// <param name="isWildcard">Whether the certificate is for <c>*.</c> and the domain.</param>
    /// <returns>What the authority would decide; for an empty set, that it may issue (RFC 8659 §3).</returns>
    internal CaaDecision Decide(IReadOnlyList<CaaRdata> records, bool isWildcard)
    {
        // Before everything else: what the property would say is unknown, even beside one that permits (RFC 8659 §4.5).
        if (records.Any(IsUnknownCritical))
            return CaaDecision.UnknownCritical;

        string tag = TagThatCounts(records, isWildcard);
        CaaDecision decision = Decide(records, tag);
        return decision == CaaDecision.Forbids && tag == IssueWild ? CaaDecision.ForbidsWildcard : decision;
    }

    /// <summary>The property that decides.</summary>
    // For wildcards issuewild counts alone, where there is one (RFC 8659 §4.3).
    internal static string TagThatCounts(IReadOnlyList<CaaRdata> records, bool isWildcard) =>
        isWildcard && records.Any(record => record.Tag == IssueWild) ? IssueWild : Issue;

    /// <summary>Whether an authority that does not know the property must not issue.</summary>
    internal static bool IsUnknownCritical(CaaRdata record) => record.IsCritical && !KnownTags.Contains(record.Tag);

    private CaaDecision Decide(IReadOnlyList<CaaRdata> records, string tag)
    {
        IssueProperty[] all =
            [.. records.Where(record => record.Tag == tag).Select(record => IssueProperty.Read(record.Value.Span))];
        // Without such a property nothing is restricted, whatever else the set holds (RFC 8659 §3).
        if (all.Length == 0)
            return CaaDecision.Permits;

        IssueProperty[] ours = [.. all.Where(property => property.IsFor(authority))];
        if (ours.Length == 0)
            return CaaDecision.Forbids;

        // Each property is a permission of its own: one that fits in every way is enough.
        IssueProperty[] byMethod = [.. ours.Where(property => property.PermitsMethod(Method))];
        if (byMethod.Length == 0)
            return CaaDecision.OtherMethod;

        return accountUrl is null || byMethod.Any(property => property.Permits(accountUrl))
            ? CaaDecision.Permits
            : CaaDecision.OtherAccount;
    }
}
