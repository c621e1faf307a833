using System.Buffers.Binary;
using System.Diagnostics;
using ValidationZone.Wire;

namespace ValidationZone.Authority.Answering;

/// <summary>Writes the OPT record of a reply (RFC 6891 §6.1).</summary>
internal static class EdnsResponse
{
    /// <summary>How long an OPT record without options is: root owner, type, size, version and flags, RDLENGTH.</summary>
    internal const int RecordLength = 11;

    private const int ExtendedErrorLength = EdnsOptions.HeaderLengthInOctets + sizeof(ushort);
    private const uint DnssecOkBit = 0x8000;

    /// <summary>Appends the record; the caller has kept room for it.</summary>
    internal static void Append(ref MessageWriter writer, in Query query, Verdict verdict, ushort payloadSize)
    {
        // An extended error comes with replies that hold no records, so that the least limit of 512 octets has room for
        // it behind the longest question. A reply without its OPT would count a record that is not there.
        int optionsLength = verdict.ExtendedError == 0 ? 0 : ExtendedErrorLength;
        bool hasRoom = writer.TryReserve(RecordLength + optionsLength, out Span<byte> record);
        Debug.Assert(hasRoom, "room was kept for the record, and the option only goes where there are no others");
        if (!hasRoom)
            return;

        // Version 0 whatever was asked for; DO comes back as it came, unknown flags do not (RFC 6891 §6.1.4).
        uint extended = ((uint)verdict.Rcode >> 4 << 24) | (query.DnssecOk ? DnssecOkBit : 0);
        // Every octet is written: the reserved ones may still hold an earlier reply to somebody else.
        record[0] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(record[1..], (ushort)RecordType.Opt);
        BinaryPrimitives.WriteUInt16BigEndian(record[3..], payloadSize);
        BinaryPrimitives.WriteUInt32BigEndian(record[5..], extended);
        BinaryPrimitives.WriteUInt16BigEndian(record[9..], (ushort)optionsLength);
        if (optionsLength > 0)
            WriteExtendedError(record[RecordLength..], verdict.ExtendedError);
    }

    /// <summary>The code without EXTRA-TEXT: a text would tell of the software (RFC 8914 §2).</summary>
    private static void WriteExtendedError(Span<byte> option, ExtendedErrorCode code)
    {
        BinaryPrimitives.WriteUInt16BigEndian(option, (ushort)EdnsOptionCode.ExtendedError);
        BinaryPrimitives.WriteUInt16BigEndian(option[2..], sizeof(ushort));
        BinaryPrimitives.WriteUInt16BigEndian(option[4..], (ushort)code);
    }
}
