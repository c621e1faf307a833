using System.Buffers.Binary;
using System.Diagnostics;
using ValidationZone.Wire;

namespace ValidationZone.Authority.Zone;

/// <summary>The challenge TXT RRset of one subdomain: the octets of an answer section, and when each record goes.</summary>
/// <remarks>
/// Immutable once built, and one array: a reference that is published is all of it. Every record's owner is a pointer to
/// the QNAME, which always stands at octet 12. Two digests take 152 bytes.
/// </remarks>
public readonly struct TxtRRset
{
    /// <summary>The expiry of a value that stays; the last moment that six octets can tell.</summary>
    public const long Never = (1L << 48) - 1;

    private const int RecordHeaderLength = 12;
    private const int CountLength = sizeof(ushort);
    private const int ExpiryLength = 6;

    // The count, then as many expiries, then as many records. Never null but in a default value, which is nobody's.
    private readonly byte[] _packed;

    internal TxtRRset(byte[] packed) => _packed = packed;

    /// <summary>The RRset of a subdomain that holds no value: the name exists, TXT is NODATA.</summary>
    // Most names hold nothing most of the time: they share one.
    public static TxtRRset Empty { get; } = new(new byte[CountLength]);

    /// <summary>How many records there are.</summary>
    public ushort Count => BinaryPrimitives.ReadUInt16LittleEndian(_packed);

    /// <summary>Whether there is no record.</summary>
    public bool IsEmpty => Count == 0;

    /// <summary>
    /// When the first of the values expires, in milliseconds since 1970; <see cref="Never"/> for none.
    /// </summary>
    public long EarliestExpiry
    {
        get
        {
            long earliest = Never;
            for (int i = 0; i < Count; i++)
                earliest = Math.Min(earliest, ReadExpiry(i));

            return earliest;
        }
    }

    /// <summary>The records, ready to be copied behind a question.</summary>
    internal ReadOnlySpan<byte> Octets => _packed.AsSpan(CountLength + (Count * ExpiryLength));

    /// <summary>The whole of it in one array, as a node holds it.</summary>
    internal byte[] Packed => _packed;

    /// <summary>Builds the RRset of values that stay.</summary>
    /// <param name="values">Each value as ASCII, 1 to 255 octets; the caller sees to it that no two are equal.</param>
    /// <param name="ttlSeconds">The TTL of every record.</param>
    public static TxtRRset Create(IReadOnlyList<ReadOnlyMemory<byte>> values, uint ttlSeconds) =>
        Create([.. values.Select(text => new TxtValue(text, Never))], ttlSeconds);

    /// <summary>Builds the RRset of some values.</summary>
    /// <param name="values">The values; the caller sees to it that no two are equal.</param>
    /// <param name="ttlSeconds">The TTL of every record.</param>
    public static TxtRRset Create(ReadOnlySpan<TxtValue> values, uint ttlSeconds)
    {
        if (values.IsEmpty)
            return Empty;

        // Measured first, so that the octets are one array without slack: there are as many as there are subdomains.
        int length = CountLength;
        foreach (TxtValue value in values)
            length += ExpiryLength + RecordHeaderLength + 1 + value.Text.Length;

        TxtRRset rrset = Allocate((ushort)values.Length, length);
        Span<byte> rest = rrset._packed.AsSpan(CountLength + (values.Length * ExpiryLength));
        for (int i = 0; i < values.Length; i++)
        {
            rrset.WriteExpiry(i, values[i].ExpiresAt);
            rest = rest[WriteRecord(rest, values[i].Text.Span, ttlSeconds)..];
        }

        return rrset;
    }

    /// <summary>What has not expired at a time, in milliseconds since 1970; itself when nothing has.</summary>
    public TxtRRset LiveAt(long now)
    {
        // Nothing is copied in the usual case that nothing has expired.
        if (EarliestExpiry > now)
            return this;

        (ushort count, int length) = MeasureLive(now);
        return count == 0 ? Empty : CopyLive(now, Allocate(count, length));
    }

    /// <summary>The values and their expiries; the texts are parts of this RRset and not copies.</summary>
    public TxtValue[] ToValues()
    {
        var values = new TxtValue[Count];
        int at = CountLength + (values.Length * ExpiryLength);
        for (int i = 0; i < values.Length; i++)
        {
            int length = MeasureRecord(_packed.AsSpan(at));
            // Behind the header stands the length of the one character-string, which is all of the RDATA.
            ReadOnlyMemory<byte> text = _packed.AsMemory(at + RecordHeaderLength + 1, length - RecordHeaderLength - 1);
            values[i] = new TxtValue(text, ReadExpiry(i));
            at += length;
        }

        return values;
    }

    /// <summary>The length in octets of the first record in <paramref name="octets"/>.</summary>
    internal static int MeasureRecord(ReadOnlySpan<byte> octets) =>
        RecordHeaderLength + BinaryPrimitives.ReadUInt16BigEndian(octets[10..]);

    // In order, TTL included: the same values in another order count as a change, which costs one serial.
    internal bool HasSameRecords(TxtRRset other) => Octets.SequenceEqual(other.Octets);

    private static TxtRRset Allocate(ushort count, int length)
    {
        var rrset = new TxtRRset(new byte[length]);
        BinaryPrimitives.WriteUInt16LittleEndian(rrset._packed, count);
        return rrset;
    }

    private (ushort Count, int Length) MeasureLive(long now)
    {
        ushort count = 0;
        int length = CountLength;
        ReadOnlySpan<byte> rest = Octets;
        for (int i = 0; i < Count; i++)
        {
            int record = MeasureRecord(rest);
            rest = rest[record..];
            if (ReadExpiry(i) <= now)
                continue;

            count++;
            length += ExpiryLength + record;
        }

        return (count, length);
    }

    private TxtRRset CopyLive(long now, TxtRRset live)
    {
        int copied = 0;
        ReadOnlySpan<byte> rest = Octets;
        Span<byte> target = live._packed.AsSpan(CountLength + (live.Count * ExpiryLength));
        for (int i = 0; i < Count; i++)
        {
            int record = MeasureRecord(rest);
            if (ReadExpiry(i) > now)
            {
                live.WriteExpiry(copied++, ReadExpiry(i));
                rest[..record].CopyTo(target);
                target = target[record..];
            }

            rest = rest[record..];
        }

        return live;
    }

    private long ReadExpiry(int index)
    {
        ReadOnlySpan<byte> expiry = _packed.AsSpan(CountLength + (index * ExpiryLength), ExpiryLength);
        return BinaryPrimitives.ReadUInt32LittleEndian(expiry)
            | ((long)BinaryPrimitives.ReadUInt16LittleEndian(expiry[sizeof(uint)..]) << 32);
    }

    private void WriteExpiry(int index, long expiresAt)
    {
        Span<byte> expiry = _packed.AsSpan(CountLength + (index * ExpiryLength), ExpiryLength);
        long moment = Math.Clamp(expiresAt, 0, Never);
        BinaryPrimitives.WriteUInt32LittleEndian(expiry, (uint)moment);
        BinaryPrimitives.WriteUInt16LittleEndian(expiry[sizeof(uint)..], (ushort)(moment >> 32));
    }

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
