using System.Buffers.Binary;
using ValidationZone.Wire;

namespace ValidationZone.Authority.Zone;

/// <summary>A static RRset, ready to be copied into a response.</summary>
/// <remarks>
/// Names in the RDATA that lie under the apex are compressed against the QNAME, which ends in the apex and always
/// stands at octet 12, so that compression costs a copy and a patch.
/// </remarks>
internal sealed class PreparedRRset
{
    private const int FixedLength = 10;

    private PreparedRRset(RecordType type, PreparedRecord[] records)
    {
        Type = type;
        Records = records;
    }

    internal RecordType Type { get; }

    internal PreparedRecord[] Records { get; }

    /// <summary>For NS: the names under the apex that have addresses to send along.</summary>
    internal ZoneNode[] AddressNodes { get; set; } = [];

    /// <summary>For CNAME: where it leads.</summary>
    internal AliasChain? Chain { get; set; }

    internal static PreparedRRset Prepare(RecordType type, IEnumerable<ZoneRecord> records, DomainName apex) =>
        new(type, [.. records.Select(record => PrepareRecord(record, apex))]);

    private static PreparedRecord PrepareRecord(ZoneRecord record, DomainName apex)
    {
        ReadOnlySpan<byte> rdata = record.Rdata.Span;
        var tail = new List<byte>(FixedLength + rdata.Length);
        tail.AddRange(new byte[FixedLength]);
        var pointers = new List<ushort>();

        int copied = CountOctetsBeforeNames(record.Type);
        tail.AddRange(rdata[..copied]);
        for (int names = CountCompressibleNames(record.Type); names > 0; names--)
            copied += AppendName(rdata[copied..], apex, tail, pointers);

        tail.AddRange(rdata[copied..]);
        byte[] octets = [.. tail];
        BinaryPrimitives.WriteUInt16BigEndian(octets, (ushort)record.Type);
        BinaryPrimitives.WriteUInt16BigEndian(octets.AsSpan(2), (ushort)RecordClass.Internet);
        BinaryPrimitives.WriteUInt32BigEndian(octets.AsSpan(4), record.TtlSeconds);
        BinaryPrimitives.WriteUInt16BigEndian(octets.AsSpan(8), (ushort)(octets.Length - FixedLength));
        return new PreparedRecord(octets, [.. pointers]);
    }

    /// <summary>Only the types of RFC 1035 may have their names compressed (RFC 3597 §4).</summary>
    private static int CountCompressibleNames(RecordType type) => type switch
    {
        RecordType.Ns or RecordType.Cname or RecordType.Mx => 1,
        RecordType.Soa => 2,
        _ => 0,
    };

    /// <summary>An MX record has its preference in front of the name.</summary>
    private static int CountOctetsBeforeNames(RecordType type) => type == RecordType.Mx ? sizeof(ushort) : 0;

    /// <summary>Takes one name from the RDATA; returns its length there, uncompressed.</summary>
    private static int AppendName(ReadOnlySpan<byte> rdata, DomainName apex, List<byte> tail, List<ushort> pointers)
    {
        if (!NameReader.TryMeasure(rdata, out int length))
            throw new ArgumentException("the RDATA does not hold the name that its type calls for", nameof(rdata));

        ReadOnlySpan<byte> name = rdata[..length];
        if (!NameReader.IsAtOrBelow(name, apex.Wire))
        {
            tail.AddRange(name);
            return length;
        }

        // Where the apex stands differs with each question, so the pointer is left open and patched into the copy.
        tail.AddRange(name[..^apex.Wire.Length]);
        pointers.Add(checked((ushort)tail.Count));
        tail.Add(0);
        tail.Add(0);
        return length;
    }
}
