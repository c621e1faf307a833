using System.Diagnostics.CodeAnalysis;
using System.Net;
using ValidationZone.Wire;

namespace ValidationZone.Authority.Zone;

/// <summary>The static records of a zone, checked against each other.</summary>
/// <remarks>
/// Immutable. Exactly one SOA and at least one NS stand at the apex; every owner is at or below the apex; a CNAME
/// stands alone at its name; no two records are the same; no wildcard, no delegation, no DNAME; the TTLs within an
/// RRset are equal (RFC 2181 §5.2).
/// </remarks>
public sealed class ZoneContents
{
    private ZoneContents(DomainName apex, SoaRdata soa, IReadOnlyList<ZoneRecord> records)
    {
        Apex = apex;
        Soa = soa;
        Records = records;
    }

    /// <summary>The top of the zone.</summary>
    public DomainName Apex { get; }

    /// <summary>The zone's SOA, which is also among <see cref="Records"/>.</summary>
    public SoaRdata Soa { get; }

    /// <summary>All static records in the order given.</summary>
    public IReadOnlyList<ZoneRecord> Records { get; }

    /// <summary>Checks records against each other.</summary>
    /// <param name="apex">The top of the zone.</param>
    /// <param name="soa">The zone's SOA, already among the records.</param>
    /// <param name="records">All static records.</param>
    /// <param name="contents">The zone, when every rule holds.</param>
    /// <param name="problems">Every rule that is broken, in words for an operator; empty when none is.</param>
    public static bool TryCreate(
        DomainName apex,
        SoaRdata soa,
        IReadOnlyList<ZoneRecord> records,
        [NotNullWhen(true)] out ZoneContents? contents,
        out IReadOnlyList<string> problems) => throw new NotImplementedException();

    /// <summary>
    /// Makes the apex that a server without a zone file serves: SOA, NS <c>ns1.&lt;zone&gt;</c> with its addresses, and a
    /// CAA that lets no authority issue for the validation zone itself (RFC 8659 §4.2).
    /// </summary>
    /// <param name="apex">The top of the zone.</param>
    /// <param name="nameServerAddresses">Addresses of ns1; IPv4 becomes A, IPv6 becomes AAAA.</param>
    /// <param name="negativeTtlSeconds">SOA MINIMUM, and so the lifetime of negative answers (RFC 2308 §5).</param>
    public static ZoneContents Synthesise(
        DomainName apex,
        IReadOnlyList<IPAddress> nameServerAddresses,
        uint negativeTtlSeconds) => throw new NotImplementedException();
}
