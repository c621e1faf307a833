using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace ValidationZone.Wire;

/// <summary>Turns the octets of a response into a <see cref="Reply"/>.</summary>
/// <remarks>
/// Never throws. Work and memory are bounded: at most <see cref="MaxRecords"/> records, names of at most 127 pointers
/// that lead only back, and RDATA no longer than the message.
/// </remarks>
public static class ReplyReader
{
    /// <summary>More records than any answer that is of use here has; a message with more is refused unread.</summary>
    public const int MaxRecords = 500;

    private const int QuestionTailLength = 4;
    private const int RecordTailLength = 10;
    private const int SoaNames = 2;

    /// <summary>Reads a response.</summary>
    /// <param name="message">The whole message, without the length prefix of a stream.</param>
    /// <param name="reply">What it says.</param>
    /// <returns><see langword="false"/> when it is no response, or malformed anywhere.</returns>
    public static bool TryRead(ReadOnlySpan<byte> message, [NotNullWhen(true)] out Reply? reply)
    {
        reply = null;
        if (message.Length < MessageHeader.LengthInOctets)
            return false;

        var header = MessageHeader.Read(message);
        int records = header.AnswerCount + header.AuthorityCount + header.AdditionalCount;
        if (!header.IsResponse || records > MaxRecords)
            return false;

        int at = MessageHeader.LengthInOctets;
        uint extendedFlags = 0;
        if (!TrySkipQuestions(message, ref at, header.QuestionCount)
            || !TryReadSection(message, ref at, header.AnswerCount, ref extendedFlags, out var answer)
            || !TryReadSection(message, ref at, header.AuthorityCount, ref extendedFlags, out var authority)
            || !TryReadSection(message, ref at, header.AdditionalCount, ref extendedFlags, out var additional))
        {
            return false;
        }

        reply = new Reply
        {
            Header = header,
            Answer = answer,
            Authority = authority,
            Additional = additional,
            // The upper eight of twelve bits stand first in the TTL of OPT (RFC 6891 §6.1.3).
            Rcode = (Rcode)((header.Flags & 0xFu) | ((extendedFlags >> 24) << 4)),
            LengthInOctets = message.Length,
        };
        return true;
    }

    /// <summary>Reads the one question of a message.</summary>
    /// <param name="message">The whole message.</param>
    /// <param name="qname">The name asked for.</param>
    /// <param name="qtype">The type asked for.</param>
    /// <returns><see langword="false"/> when there is not exactly one question of class IN.</returns>
    public static bool TryReadQuestion(
        ReadOnlySpan<byte> message, [NotNullWhen(true)] out DomainName? qname, out RecordType qtype)
    {
        qname = null;
        qtype = default;
        int at = MessageHeader.LengthInOctets;
        if (message.Length < at
            || MessageHeader.Read(message).QuestionCount != 1
            || !DomainName.TryRead(message, ref at, out qname)
            || message.Length - at < QuestionTailLength)
        {
            return false;
        }

        qtype = (RecordType)BinaryPrimitives.ReadUInt16BigEndian(message[at..]);
        return (RecordClass)BinaryPrimitives.ReadUInt16BigEndian(message[(at + 2)..]) == RecordClass.Internet;
    }

    private static bool TrySkipQuestions(ReadOnlySpan<byte> message, ref int at, int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (!NameReader.TrySkip(message, ref at) || message.Length - at < QuestionTailLength)
                return false;

            at += QuestionTailLength;
        }

        return true;
    }

    private static bool TryReadSection(
        ReadOnlySpan<byte> message, ref int at, int count, ref uint extendedFlags, out List<ResourceRecord> section)
    {
        section = [];
        for (int i = 0; i < count; i++)
        {
            if (!TryReadRecord(message, ref at, out RecordClass recordClass, out ResourceRecord? record))
                return false;

            if (record.Type == RecordType.Opt)
                extendedFlags = record.TtlSeconds;
            else if (recordClass == RecordClass.Internet)
                section.Add(record);
        }

        return true;
    }

    private static bool TryReadRecord(
        ReadOnlySpan<byte> message,
        ref int at,
        out RecordClass recordClass,
        [NotNullWhen(true)] out ResourceRecord? record)
    {
        recordClass = default;
        record = null;
        if (!DomainName.TryRead(message, ref at, out DomainName? ownerName) || message.Length - at < RecordTailLength)
            return false;

        ReadOnlySpan<byte> tail = message[at..];
        var type = (RecordType)BinaryPrimitives.ReadUInt16BigEndian(tail);
        recordClass = (RecordClass)BinaryPrimitives.ReadUInt16BigEndian(tail[2..]);
        uint ttl = BinaryPrimitives.ReadUInt32BigEndian(tail[4..]);
        int rdlength = BinaryPrimitives.ReadUInt16BigEndian(tail[8..]);
        at += RecordTailLength;
        // A subtraction that cannot wrap, unlike adding a length from the network to a position.
        if (message.Length - at < rdlength || !TryReadRdata(message, at, rdlength, type, out byte[]? rdata))
            return false;

        at += rdlength;
        record = new ResourceRecord(ownerName, type, ttl, rdata);
        return true;
    }

    /// <summary>Copies RDATA; names are written out where pointers may stand in them (RFC 3597 §4).</summary>
    private static bool TryReadRdata(
        ReadOnlySpan<byte> message, int at, int length, RecordType type, [NotNullWhen(true)] out byte[]? rdata)
    {
        rdata = null;
        int names = type switch { RecordType.Ns or RecordType.Cname => 1, RecordType.Soa => SoaNames, _ => 0 };
        int numbers = type == RecordType.Soa ? SoaRdata.NumbersLengthInOctets : 0;
        int end = at + length;
        Span<byte> expanded = stackalloc byte[SoaNames * DomainName.MaxLengthInOctets];
        int written = 0;
        for (int i = 0; i < names; i++)
        {
            if (!NameReader.TryExpand(message, ref at, expanded[written..], out int nameLength))
                return false;

            written += nameLength;
        }

        // Behind the names stands exactly what belongs there, or they have run over the end of the RDATA.
        if (names > 0 && end - at != numbers)
            return false;

        rdata = [.. expanded[..written], .. message[at..end]];
        return true;
    }
}
