using ValidationZone.Delegation.Asking;
using ValidationZone.Delegation.Report;
using ValidationZone.Wire;

namespace ValidationZone.Delegation.Zones;

/// <summary>What one server of a zone was seen to say of a name and type.</summary>
/// <remarks>
/// Only answers with AA count as the server's own (RFC 1035 §4.1.1). Nothing is read from the additional section but
/// the
/// glue of referrals, and nothing of other names from the answer: a server could say anything there.
/// </remarks>
internal sealed class Observation
{
    private Observation(NameServer server, Asked asked, Standing standing)
    {
        Server = server;
        Standing = standing;
        Reply = asked.Reply;
    }

    /// <summary>Who was asked.</summary>
    internal NameServer Server { get; }

    /// <summary>What it says, in one word.</summary>
    internal Standing Standing { get; }

    /// <summary>The whole reply, when there is one.</summary>
    internal Reply? Reply { get; }

    /// <summary>Where the name is an alias to; more than one is a fault of the server.</summary>
    internal IReadOnlyList<DomainName> Aliases { get; private init; } = [];

    /// <summary>The records of the type.</summary>
    internal IReadOnlyList<ResourceRecord> Records { get; private init; } = [];

    /// <summary>The servers to ask instead.</summary>
    internal Referral? Referral { get; private init; }

    /// <summary>Whether the server did what a server of the zone does.</summary>
    internal bool IsInOrder => Standing is not (Standing.Lame or Standing.Silent or Standing.NotAsked);

    /// <summary>What is compared between servers: equal texts are equal answers.</summary>
    internal string Comparable => Standing switch
    {
        // Order and letter case change from answer to answer (RFC 4343 §3), and TTLs between caches: none of them
        // counts.
        Standing.Alias => "CNAME "
            + string.Join(' ', Aliases.Select(name => name.ToString().ToLowerInvariant()).Order()),
        Standing.Records => "records "
            + string.Join(' ', Records.Select(record => Convert.ToHexString(record.Rdata.Span)).Order()),
        _ => Standing.ToString(),
    };

    /// <summary>What it says, to stand behind the server in a sentence.</summary>
    internal string Words => Standing switch
    {
        Standing.Alias => "says CNAME " + Shown.List(Aliases.Select(Shown.Name)),
        Standing.Records => Records.Count == 1 ? "has 1 record" : $"has {Records.Count} records",
        Standing.NoData => "says NODATA",
        Standing.NxDomain => "says NXDOMAIN",
        Standing.Referral => $"refers to {Shown.List(Referral!.Names.Select(Shown.Name))}",
        Standing.Silent => "does not reply",
        Standing.NotAsked => "was not asked",
        _ when Reply is null => "sends a reply that cannot be read",
        _ when Reply.Rcode is Rcode.NoError or Rcode.NxDomain => "answers without authority (the AA flag)",
        _ => $"says {Mnemonic.Of(Reply.Rcode)}",
    };

    /// <summary>Judges what came from a server of <paramref name="zone"/>.</summary>
    internal static Observation Of(NameServer server, Asked asked, DomainName zone, Question question)
    {
        if (asked.Outcome != AskOutcome.Answered)
        {
            return new Observation(server, asked, asked.Outcome switch
            {
                AskOutcome.Silent => Standing.Silent,
                AskOutcome.Malformed => Standing.Lame,
                _ => Standing.NotAsked,
            });
        }

        Reply reply = asked.Reply!;
        if (!asked.IsUseful)
            return new Observation(server, asked, Standing.Lame);

        if (Referral.Read(reply, zone, question.QName) is Referral referral)
            return new Observation(server, asked, Standing.Referral) { Referral = referral };

        // A cache between us and the server answers like this; authorities would ask further.
        return reply.IsAuthoritative
            ? OfAuthority(server, asked, question)
            : new Observation(server, asked, Standing.Lame);
    }

    private static Observation OfAuthority(NameServer server, Asked asked, Question question)
    {
        ResourceRecord[] aliases = [.. asked.Reply!.AnswersOf(question.QName, RecordType.Cname)];
        ResourceRecord[] records = [.. asked.Reply.AnswersOf(question.QName, question.QType)];
        // The RCODE of an alias is that of the name which it leads to (RFC 2308 §2.1).
        Standing standing = aliases.Length > 0 ? Standing.Alias
            : records.Length > 0 ? Standing.Records
            : asked.Has(Rcode.NxDomain) ? Standing.NxDomain
            : Standing.NoData;
        return new Observation(server, asked, standing)
        {
            Aliases = [.. aliases.Select(record => record.ToName()).Distinct()],
            Records = records,
        };
    }
}
