using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace ValidationZone.Wire;

/// <summary>The RDATA of a SOA record (RFC 1035 §3.3.13).</summary>
/// <param name="PrimaryName">MNAME: the primary server.</param>
/// <param name="ResponsibleName">RNAME: the mailbox of the person responsible, as a name.</param>
/// <param name="Serial">SERIAL: grows with every change, in the arithmetic of RFC 1982.</param>
/// <param name="RefreshSeconds">REFRESH: how often a secondary looks for changes.</param>
/// <param name="RetrySeconds">RETRY: how long it waits after a failure.</param>
/// <param name="ExpireSeconds">EXPIRE: how long it may answer without having reached the primary.</param>
/// <param name="MinimumSeconds">MINIMUM: how long a negative answer may be kept, with the SOA's TTL (RFC 2308 §4).</param>
public sealed record SoaRdata(
    DomainName PrimaryName,
    DomainName ResponsibleName,
    uint Serial,
    uint RefreshSeconds,
    uint RetrySeconds,
    uint ExpireSeconds,
    uint MinimumSeconds)
{
    /// <summary>How long the five numbers behind the names are, in octets; the serial is the first of them.</summary>
    public const int NumbersLengthInOctets = 20;

    /// <summary>Reads RDATA with both names uncompressed, as <see cref="ReplyReader"/> leaves it.</summary>
    /// <returns><see langword="false"/> when the octets are not exactly two names and five numbers.</returns>
    public static bool TryRead(ReadOnlySpan<byte> rdata, [NotNullWhen(true)] out SoaRdata? soa)
    {
        soa = null;
        if (!NameReader.TryMeasure(rdata, out int primary)
            || !NameReader.TryMeasure(rdata[primary..], out int responsible)
            || rdata.Length - primary - responsible != NumbersLengthInOctets
            || !DomainName.TryFromWire(rdata[..primary], out DomainName? primaryName)
            || !DomainName.TryFromWire(rdata.Slice(primary, responsible), out DomainName? responsibleName))
        {
            return false;
        }

        ReadOnlySpan<byte> numbers = rdata[(primary + responsible)..];
        soa = new SoaRdata(
            primaryName,
            responsibleName,
            BinaryPrimitives.ReadUInt32BigEndian(numbers),
            BinaryPrimitives.ReadUInt32BigEndian(numbers[4..]),
            BinaryPrimitives.ReadUInt32BigEndian(numbers[8..]),
            BinaryPrimitives.ReadUInt32BigEndian(numbers[12..]),
            BinaryPrimitives.ReadUInt32BigEndian(numbers[16..]));
        return true;
    }

    /// <summary>The RDATA with both names uncompressed.</summary>
    public byte[] ToRdata()
    {
        // Uncompressed, so that the serial stands at a fixed distance from the end and can be patched there.
        int names = PrimaryName.Wire.Length + ResponsibleName.Wire.Length;
        var rdata = new byte[names + NumbersLengthInOctets];
        PrimaryName.Wire.CopyTo(rdata);
        ResponsibleName.Wire.CopyTo(rdata.AsSpan(PrimaryName.Wire.Length));

        Span<byte> numbers = rdata.AsSpan(names);
        BinaryPrimitives.WriteUInt32BigEndian(numbers, Serial);
        BinaryPrimitives.WriteUInt32BigEndian(numbers[4..], RefreshSeconds);
        BinaryPrimitives.WriteUInt32BigEndian(numbers[8..], RetrySeconds);
        BinaryPrimitives.WriteUInt32BigEndian(numbers[12..], ExpireSeconds);
        BinaryPrimitives.WriteUInt32BigEndian(numbers[16..], MinimumSeconds);
        return rdata;
    }
}
