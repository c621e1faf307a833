using ValidationZone.Tests.Support.Model;

namespace ValidationZone.EndToEnd.Tests.Oracles;

/// <summary>Questions that servers may well answer in different ways, and why ours answers as it does.</summary>
/// <param name="Server">The program that differs; <see langword="null"/> for both.</param>
/// <param name="Reason">What is different, and what we go by.</param>
/// <param name="Covers">Whether a question is one of them.</param>
internal sealed record KnownDifference(string? Server, string Reason, Func<ModelQuery, ModelZone, bool> Covers)
{
    private const ushort AuthoritativeOrTruncated = 0x0600;
    private const ushort RcodeBits = 0x000F;

    /// <summary>The whole table: what is not in here must be answered alike.</summary>
    public static KnownDifference[] All { get; } =
    [
        new(null, "not a query: each server has its own way with malformed messages (rows H07 to H17)",
            (query, _) => query.Flaw != QueryFlaw.None || query.IsResponse || query.Opcode != 0),
        new(null, "class other than IN: REFUSED by decision, others know identity names and NOTIMP (rows H20, I01)",
            (query, _) => query.Class != ModelQuery.ClassInternet),
        new(null, "ANY: one HINFO record (RFC 8482 §4.2, row A01), NSD and Knot choose other subsets",
            (query, _) => query.Type == "ANY"),
        new(null, "transfers: REFUSED here (row A06); NSD and Knot speak of what their lists allow",
            (query, _) => query.Type is "AXFR" or "IXFR"),
        new(null, "types that are never data: FORMERR and NOTIMP by decision (rows A08, A09)",
            (query, _) => query.Type is "OPT" or "TKEY" or "TSIG" or "NXNAME" or "MAILA" or "MAILB"),
        new(null, "TYPE65280: the other servers' zone has it, to make names exist that hold no value",
            (query, _) => query.Type == "TYPE65280"),
        new("nsd", "BADVERS to a question with AA or TC: NSD sends the two flags back, which E02 forbids for AA",
            (query, _) => query.EdnsVersion != 0 && (query.FlagBits & AuthoritativeOrTruncated) != 0),
        new("nsd", "RCODE in a question: NSD answers FORMERR, the field means nothing in a question (RFC 1035 §4.1.1)",
            (query, _) => (query.FlagBits & RcodeBits) != 0),
        new("knotd", "EDNS size below 512: Knot answers FORMERR, RFC 6891 §6.2.5 has it read as 512 (row E08)",
            (query, _) => query.EdnsSize < 512),
        new("knotd", "TYPE0: Knot answers NOTIMP, here it is a type like any other that is not there (row A10)",
            (query, _) => query.Type == "TYPE0"),
        new("knotd", "RRSIG and NSEC at an alias: they may stand beside a CNAME (RFC 4035 §2.5), so Knot stays "
            + "there; NSD, as we do, follows the alias while nothing is signed",
            (query, zone) => query.Type is "RRSIG" or "NSEC" && IsAlias(query, zone)),
    ];

    public static KnownDifference? Find(string server, ModelQuery query, ModelZone zone) =>
        Array.Find(All, known => (known.Server ?? server) == server && known.Covers(query, zone));

    private static bool IsAlias(ModelQuery query, ModelZone zone) =>
        zone.At(query.Name).Any(record => record.Type == "CNAME");
}
