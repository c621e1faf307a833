using System.Buffers.Binary;
using System.Diagnostics;
using ValidationZone.Wire;

namespace ValidationZone.Authority.Zone;

/// <summary>The challenge TXT RRset of one subdomain, as the octets of an answer section.</summary>
/// <remarks>Immutable once built. Every record's owner is a pointer to the QNAME, which always stands at octet 12.</remarks>
public sealed class TxtRRset
{
    private const int RecordHeaderLength = 12;
    private readonly byte[] _octets;

    private TxtRRset(byte[] octets, ushort count)
    {
        _octets = octets;
        Count = count;
    }

    /// <summary>The RRset of a subdomain that holds no value: the name exists, TXT is NODATA.</summary>
    public static TxtRRset Empty { get; } = new([], 0);

    /// <summary>How many records there are.</summary>
    public ushort Count { get; }

    /// <summary>Whether there is no record.</summary>
    public bool IsEmpty => Count == 0;

    /// <summary>The records, ready to be copied behind a question.</summary>
    internal ReadOnlySpan<byte> Octets => _octets;

    /// <summary>Builds the RRset of some values.</summary>
    /// <param name="values">Each value as ASCII, 1 to 255 octets; the caller sees to it that no two are equal.</param>
    /// <param name="ttlSeconds">The TTL of every record.</param>
    public static TxtRRset Create(IReadOnlyList<ReadOnlyMemory<byte>> values, uint ttlSeconds)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count == 0)
            return Empty;

        // Measured first, so that the octets are one array without slack: there are as many as there are subdomains.
        int length = 0;
        foreach (ReadOnlyMemory<byte> value in values)
            length += RecordHeaderLength + 1 + value.Length;

        var octets = new byte[length];
        Span<byte> rest = octets;
        foreach (ReadOnlyMemory<byte> value in values)
            rest = rest[WriteRecord(rest, value.Span, ttlSeconds)..];

        return new TxtRRset(octets, (ushort)values.Count);
    }

    /// <summary>The values in their order, as views of the records: nothing is copied.</summary>
    public ReadOnlyMemory<byte>[] ReadValues()
    {
        var values = new ReadOnlyMemory<byte>[Count];
        int at = 0;
        for (int i = 0; i < values.Length; i++)
        {
            // One character-string each, behind the octet that tells its length (RFC 1035 §3.3.14).
            int length = MeasureRecord(_octets.AsSpan(at));
            values[i] = _octets.AsMemory(at + RecordHeaderLength + 1, length - RecordHeaderLength - 1);
            at += length;
        }

        return values;
    }

    /// <summary>The length in octets of the first record in <paramref name="octets"/>.</summary>
    internal static int MeasureRecord(ReadOnlySpan<byte> octets) =>
        RecordHeaderLength + BinaryPrimitives.ReadUInt16BigEndian(octets[10..]);

    // In order, TTL included: the same values in another order count as a change, which costs one serial.
    internal bool HasSameRecords(TxtRRset other) => _octets.AsSpan().SequenceEqual(other._octets);

    private static int WriteRecord(Span<byte> record, ReadOnlySpan<byte> value, uint ttlSeconds)
    {
        Debug.Assert(value.Length is > 0 and <= TxtRdata.MaxStringLengthInOctets, "one character-string holds it");
        BinaryPrimitives.WriteUInt16BigEndian(record, MessageWriter.QNamePointer);
        BinaryPrimitives.WriteUInt16BigEndian(record[2..], (ushort)RecordType.Txt);
        BinaryPrimitives.WriteUInt16BigEndian(record[4..], (ushort)RecordClass.Internet);
        BinaryPrimitives.WriteUInt32BigEndian(record[6..], ttlSeconds);
        BinaryPrimitives.WriteUInt16BigEndian(record[10..], (ushort)(1 + value.Length));
        record[12] = (byte)value.Length;
        value.CopyTo(record[13..]);
        return RecordHeaderLength + 1 + value.Length;
    }
}
