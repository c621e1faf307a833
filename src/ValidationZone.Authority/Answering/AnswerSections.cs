using ValidationZone.Authority.Zone;
using ValidationZone.Wire;

namespace ValidationZone.Authority.Answering;

/// <summary>Writes answer, authority and additional for the place where a QNAME fell.</summary>
internal static class AnswerSections
{
    /// <summary>
    /// What ANY is answered with at a name that owns data: owner, HINFO, IN, 3600 seconds, "RFC8482" and an empty string
    /// (RFC 8482 §4.2).
    /// </summary>
    private static readonly byte[] AnyRecord =
        [0xC0, 12, 0, 13, 0, 1, 0, 0, 0x0E, 0x10, 0, 9, 7, .. "RFC8482"u8, 0];

    /// <summary>Answers a question of class IN about data.</summary>
    internal static Verdict Write(ref ResponseSections response, in Query query, ServedZone zone)
    {
        // Once for each question: the node stays the same while changes are published around it.
        Match match = zone.Locate(query.QName);
        return match.Kind switch
        {
            // Not NXDOMAIN and no referral: about names elsewhere this server has no right to a word.
            MatchKind.OutsideZone => Verdict.Refused with { ExtendedError = ExtendedErrorCode.NotAuthoritative },

            // Saying nothing about the name is the only answer that no resolver will remember against it.
            MatchKind.NotLoaded => new Verdict(Rcode.ServFail, ExtendedError: ExtendedErrorCode.NotReady),

            MatchKind.Nowhere => WriteNowhere(ref response, zone),
            _ => WriteAtName(ref response, query.QType, match.Node!, zone),
        };
    }

    private static Verdict WriteNowhere(ref ResponseSections response, ServedZone zone)
    {
        response.AppendNegativeSoa(zone.NegativeSoa);
        return Verdict.NameError;
    }

    private static Verdict WriteAtName(
        ref ResponseSections response, RecordType qtype, ZoneNode node, ServedZone zone)
    {
        // A registered subdomain exists even while it holds no value. NXDOMAIN would let a resolver conclude that
        // nothing is here or below (RFC 8020 §2) and remember it for the negative TTL (RFC 2308 §5), so that the
        // digest published a second later stays hidden from the CA.
        //
        // Read once: the RRset may be replaced between two looks at it, and the reply must count what it holds.
        response.Node = node;
        TxtRRset? challenges = node.Challenges;
        bool hasChallenges = challenges is { IsEmpty: false };
        if (qtype == RecordType.Txt && hasChallenges)
            response.AppendAnswer(challenges!.Value);
        else if (node.FindStatic(qtype) is { } rrset)
            WriteStatic(ref response, rrset);
        else if (node.FindStatic(RecordType.Cname) is { } alias)
            return WriteAlias(ref response, qtype, alias, zone);
        else if (qtype == RecordType.Any && (hasChallenges || node.IsStatic))
            response.AppendAnswer(AnyRecord.AsSpan());
        else
            response.AppendNegativeSoa(zone.NegativeSoa);

        return Verdict.Answered;
    }

    private static void WriteStatic(ref ResponseSections response, PreparedRRset rrset)
    {
        // Only NS has address nodes; what does not fit is left out (AppendAdditional).
        response.AppendAnswer(rrset);
        foreach (ZoneNode server in rrset.AddressNodes)
        {
            if (server.FindStatic(RecordType.A) is { } ipv4)
                response.AppendAdditional(ipv4, server.Name);

            if (server.FindStatic(RecordType.Aaaa) is { } ipv6)
                response.AppendAdditional(ipv6, server.Name);
        }
    }

    /// <summary>Writes a CNAME and what it leads to inside the zone (RFC 1034 §4.3.2 step 3a).</summary>
    private static Verdict WriteAlias(
        ref ResponseSections response, RecordType qtype, PreparedRRset alias, ServedZone zone)
    {
        response.AppendAnswer(alias);
        // ANY asks for what is at this name, and gets it; the target can be asked for itself.
        AliasChain chain = alias.Chain!;
        if (qtype == RecordType.Any)
            return Verdict.Answered;

        foreach (ZoneNode next in chain.Aliases)
        {
            response.FollowAlias(next.Name);
            response.AppendAnswer(next.FindStatic(RecordType.Cname)!);
        }

        // Out of the zone or in a circle: the resolver goes on by itself.
        if (chain.Target is null)
            return Verdict.Answered;

        // The RCODE speaks of the name at the end of the chain (RFC 6604 §3). That name is no alias, so this ends.
        response.FollowAlias(chain.Target);
        Match match = zone.LocateFolded(chain.Target);
        return match.Node is { } target
            ? WriteAtName(ref response, qtype, target, zone)
            : WriteNowhere(ref response, zone);
    }
}
