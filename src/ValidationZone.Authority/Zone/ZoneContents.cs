using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using ValidationZone.Wire;

namespace ValidationZone.Authority.Zone;

/// <summary>The static records of a zone, checked against each other.</summary>
/// <remarks>
/// Immutable. Exactly one SOA and at least one NS stand at the apex; every owner is at or below the apex; a CNAME
/// stands alone at its name; no two records are the same; no wildcard, no delegation, no DNAME; the TTLs within an
/// RRset are equal (RFC 2181 §5.2). Name servers inside the zone have addresses in it, unless it was synthesised.
/// </remarks>
public sealed class ZoneContents
{
    // One hour: what a resolver should notice soon is not at the apex.
    private const uint SynthesisedTtlSeconds = 3600;

    /// <summary>Keeps what <see cref="ZoneRules"/> has found nothing wrong with.</summary>
    internal ZoneContents(DomainName apex, SoaRdata soa, IReadOnlyList<ZoneRecord> records)
    {
        Apex = apex;
        Soa = soa;
        // A copy: the caller's list may change, and answers are prepared from this one.
        Records = [.. records];
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
        out IReadOnlyList<string> problems)
    {
        ArgumentNullException.ThrowIfNull(apex);
        ArgumentNullException.ThrowIfNull(soa);
        ArgumentNullException.ThrowIfNull(records);
        var rules = new ZoneRules(apex, records);
        List<string> found = [.. rules.FindAbsences().Concat(rules.FindConflicts()).Select(broken => broken.Words)];
        // The negative TTL is taken from the one and the served record from the other: they must be the same.
        ReadOnlyMemory<byte> soaRdata = soa.ToRdata();
        if (!records.Any(record => record.Type == RecordType.Soa && record.Rdata.Span.SequenceEqual(soaRdata.Span)))
            found.Add("the SOA is not the one among the records");

        problems = found;
        contents = found.Count == 0 ? new ZoneContents(apex, soa, records) : null;
        return contents is not null;
    }

    /// <summary>
    /// Makes the apex that a server without a zone file serves: SOA, NS <c>ns1.&lt;zone&gt;</c> with its addresses, and
    /// a CAA that lets no authority issue for the validation zone itself (RFC 8659 §4.2).
    /// </summary>
    /// <param name="apex">The top of the zone.</param>
    /// <param name="nameServerAddresses">Addresses of ns1, possibly none; IPv4 becomes A, IPv6 becomes AAAA.</param>
    /// <param name="negativeTtlSeconds">SOA MINIMUM, and so the lifetime of negative answers.</param>
    /// <exception cref="ArgumentException">The apex is so long that no name fits below it.</exception>
    public static ZoneContents Synthesise(
        DomainName apex,
        IReadOnlyList<IPAddress> nameServerAddresses,
        uint negativeTtlSeconds)
    {
        ArgumentNullException.ThrowIfNull(apex);
        ArgumentNullException.ThrowIfNull(nameServerAddresses);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(negativeTtlSeconds, TtlText.MaxSeconds);
        if (!apex.TryPrepend("ns1"u8, out DomainName? nameServer)
            || !apex.TryPrepend("hostmaster"u8, out DomainName? hostmaster))
        {
            throw new ArgumentException($"No name fits below {apex}", nameof(apex));
        }

        // Serial 1: the table raises it to the time before anything is answered.
        // Nobody transfers this zone, so refresh, retry and expire only have to look sane (RFC 1912 §2.2).
        var soa = new SoaRdata(nameServer, hostmaster, 1, 3600, 600, 1_209_600, negativeTtlSeconds);
        List<ZoneRecord> records =
        [
            // The SOA's own TTL caps the negative TTL (RFC 2308 §5), so it must not be the shorter one.
            new(apex, RecordType.Soa, Math.Max(SynthesisedTtlSeconds, negativeTtlSeconds), soa.ToRdata()),
            new(apex, RecordType.Ns, SynthesisedTtlSeconds, nameServer.Wire.ToArray()),
            new(apex, RecordType.Caa, SynthesisedTtlSeconds, "\0\u0005issue;"u8.ToArray()),
        ];
        // Two listeners may share an address, and a record that is there twice is no RRset.
        records.AddRange(nameServerAddresses
            .Select(address => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)
            .DistinctBy(address => Convert.ToHexString(address.GetAddressBytes()))
            .Select(address => AddressRecord(nameServer, address)));
        return new ZoneContents(apex, soa, records);
    }

    private static ZoneRecord AddressRecord(DomainName ownerName, IPAddress address)
    {
        RecordType type = address.AddressFamily == AddressFamily.InterNetwork ? RecordType.A : RecordType.Aaaa;
        return new ZoneRecord(ownerName, type, SynthesisedTtlSeconds, address.GetAddressBytes());
    }
}
