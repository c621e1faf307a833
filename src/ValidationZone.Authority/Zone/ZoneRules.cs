using System.Text;
using ValidationZone.Wire;

namespace ValidationZone.Authority.Zone;

/// <summary>Checks the static records of a zone against each other.</summary>
internal sealed class ZoneRules(DomainName apex, IReadOnlyList<ZoneRecord> records)
{
    // With header, the longest question and an OPT record, this still fits the 65,535 octets of a stream message.
    private const int MaxRRsetLengthInOctets = 65_000;
    private const RecordType Dname = (RecordType)39;
    private readonly HashSet<(DomainName OwnerName, RecordType Type, string Rdata)> _seen = [];
    private readonly Dictionary<(DomainName OwnerName, RecordType Type), (uint TtlSeconds, int Length)> _rrsets = [];
    private readonly Dictionary<DomainName, bool> _owners = [];

    /// <summary>What no zone can do without and this one has not.</summary>
    internal IEnumerable<ZoneViolation> FindAbsences()
    {
        int soa = FindAtApex(RecordType.Soa);
        if (soa < 0)
            yield return new ZoneViolation(-1, $"the zone has no SOA record at {apex}");

        if (FindAtApex(RecordType.Ns) < 0)
            yield return new ZoneViolation(soa, $"the zone has no NS record at {apex}");

        // A resolver takes our word over the parent's glue, and no other zone can give these addresses: without them,
        // behind an alias too (RFC 2181 §10.3), it loses the way to this server when the glue has run out.
        HashSet<DomainName> hosts = [.. records.Where(IsAddress).Select(record => record.OwnerName)];
        for (int i = 0; i < records.Count; i++)
        {
            if (FindServerInside(records[i]) is { } server && !hosts.Contains(server))
                yield return new ZoneViolation(i, $"the name server {server} lies in the zone and has no address in it");
        }
    }

    /// <summary>Records that cannot stand where they are or beside those before them, in order.</summary>
    internal IEnumerable<ZoneViolation> FindConflicts()
    {
        // One problem for each record: a misplaced one would only be reported again for what it stands beside.
        for (int i = 0; i < records.Count; i++)
        {
            ZoneRecord record = records[i];
            string? words = FindMisplacement(record) ?? FindConflict(record);
            if (words is not null)
                yield return new ZoneViolation(i, words);
        }
    }

    private int FindAtApex(RecordType type)
    {
        for (int i = 0; i < records.Count; i++)
        {
            if (records[i].Type == type && records[i].OwnerName.Equals(apex))
                return i;
        }

        return -1;
    }

    private static bool IsAddress(ZoneRecord record) => record.Type is RecordType.A or RecordType.Aaaa;

    private DomainName? FindServerInside(ZoneRecord record) =>
        record.Type == RecordType.Ns
        && record.OwnerName.Equals(apex)
        && DomainName.TryFromWire(record.Rdata.Span, out DomainName? server)
        && server.IsAtOrBelow(apex)
            ? server
            : null;

    private string? FindMisplacement(ZoneRecord record)
    {
        DomainName owner = record.OwnerName;
        if (!owner.IsAtOrBelow(apex))
            return $"{owner} is not in the zone {apex}";

        if (record.TtlSeconds > TtlText.MaxSeconds)
            return $"the TTL {record.TtlSeconds} at {owner} is longer than {TtlText.MaxSeconds} seconds";

        if (HasWildcardLabel(owner))
            return $"{owner} has a wildcard label, which would make names exist that nobody registered";

        bool isApex = owner.Equals(apex);
        return record.Type switch
        {
            RecordType.Soa when !isApex => $"the SOA record stands at {owner}: its place is {apex}",
            RecordType.Ns when !isApex => $"the NS record at {owner} would delegate it: this server serves one zone",
            Dname => $"the DNAME record at {owner} would redirect registered subdomains",
            _ => null,
        };
    }

    // Not only leftmost: "a.*" below the apex would make "*" exist there, and that is a wildcard (RFC 4592 §2.2.2).
    private bool HasWildcardLabel(DomainName owner)
    {
        ReadOnlySpan<byte> wire = owner.Wire[..^apex.Wire.Length];
        for (int at = 0; at < wire.Length; at += 1 + wire[at])
        {
            if (wire[at] == 1 && wire[at + 1] == (byte)'*')
                return true;
        }

        return false;
    }

    private string? FindConflict(ZoneRecord record)
    {
        (DomainName owner, RecordType type) = (record.OwnerName, record.Type);
        string typeName = type.ToString().ToUpperInvariant();
        bool isAlias = type == RecordType.Cname;
        bool isNewOwner = _owners.TryAdd(owner, isAlias);
        if (!_seen.Add((owner, type, ComparableRdata(record))))
            return $"this {typeName} record at {owner} is there twice";

        if (!isNewOwner && (isAlias || _owners[owner]))
            return $"{owner} has a CNAME record beside another one: a CNAME stands alone (RFC 1034 §3.6.2)";

        // As if nothing were compressed: an RRset near the limit must fit behind the longest question as well.
        int length = owner.Wire.Length + 10 + record.Rdata.Length;
        if (_rrsets.TryAdd((owner, type), (record.TtlSeconds, length)))
            return record.Rdata.Length > MaxRRsetLengthInOctets ? TooLong(typeName, owner) : null;

        if (type == RecordType.Soa)
            return $"this is a second SOA record at {owner}";

        (uint ttl, int lengthBefore) = _rrsets[(owner, type)];
        if (ttl != record.TtlSeconds)
            return $"the {typeName} records at {owner} differ in TTL: {ttl} and {record.TtlSeconds} (RFC 2181 §5.2)";

        _rrsets[(owner, type)] = (ttl, lengthBefore + length);
        return lengthBefore + length > MaxRRsetLengthInOctets ? TooLong(typeName, owner) : null;
    }

    private static string TooLong(string typeName, DomainName owner) =>
        $"the {typeName} records at {owner} do not fit one DNS message";

    // Names within RDATA compare like any other (RFC 4343 §2); the numbers before or behind them do not fold.
    private static string ComparableRdata(ZoneRecord record)
    {
        Span<byte> rdata = record.Rdata.ToArray();
        Span<byte> name = record.Type switch
        {
            RecordType.Ns or RecordType.Cname => rdata,
            RecordType.Mx => rdata[2..],
            RecordType.Soa => rdata[..^SoaRdata.NumbersLengthInOctets],
            _ => [],
        };
        NameReader.FoldCase(name, name);
        return Encoding.Latin1.GetString(rdata);
    }
}
