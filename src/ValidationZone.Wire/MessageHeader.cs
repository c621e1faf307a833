using System.Buffers.Binary;

namespace ValidationZone.Wire;

/// <summary>The twelve octets that open every message, as a value (RFC 1035 §4.1.1).</summary>
/// <remarks>
/// <code>
///   0  1  2  3  4  5  6  7  8  9  A  B  C  D  E  F
/// |                      ID                       |
/// |QR|   Opcode  |AA|TC|RD|RA| Z|AD|CD|   RCODE   |
/// |     QDCOUNT, ANCOUNT, NSCOUNT, ARCOUNT        |
/// </code>
/// </remarks>
public readonly record struct MessageHeader
{
    /// <summary>How long a header is, in octets.</summary>
    public const int LengthInOctets = 12;

    /// <summary>QR: the message is a response.</summary>
    public const ushort ResponseFlag = 0x8000;

    /// <summary>AA: the server is an authority for the name in the question.</summary>
    public const ushort AuthoritativeFlag = 0x0400;

    /// <summary>TC: something that belongs in the response did not fit.</summary>
    public const ushort TruncatedFlag = 0x0200;

    /// <summary>RD: the asker would like recursion; copied into the response.</summary>
    public const ushort RecursionDesiredFlag = 0x0100;

    /// <summary>CD: the asker validates for itself; copied into the response.</summary>
    public const ushort CheckingDisabledFlag = 0x0010;

    /// <summary>The four bits of the opcode within <see cref="Flags"/>.</summary>
    public const ushort OpcodeMask = 0x7800;

    /// <summary>The asker's identifier, returned unchanged.</summary>
    public ushort Id { get; init; }

    /// <summary>The second pair of octets: QR, opcode, the flag bits and the RCODE.</summary>
    public ushort Flags { get; init; }

    /// <summary>Entries in the question section.</summary>
    public ushort QuestionCount { get; init; }

    /// <summary>Records in the answer section.</summary>
    public ushort AnswerCount { get; init; }

    /// <summary>Records in the authority section.</summary>
    public ushort AuthorityCount { get; init; }

    /// <summary>Records in the additional section.</summary>
    public ushort AdditionalCount { get; init; }

    /// <summary>Whether QR is set.</summary>
    public bool IsResponse => (Flags & ResponseFlag) != 0;

    /// <summary>The opcode, 0 to 15; may be one that <see cref="Wire.Opcode"/> does not name.</summary>
    public Opcode Opcode => (Opcode)((Flags & OpcodeMask) >> 11);

    /// <summary>Reads a header from the first twelve octets of <paramref name="message"/>, which must be there.</summary>
    public static MessageHeader Read(ReadOnlySpan<byte> message) => new()
    {
        Id = BinaryPrimitives.ReadUInt16BigEndian(message),
        Flags = BinaryPrimitives.ReadUInt16BigEndian(message[2..]),
        QuestionCount = BinaryPrimitives.ReadUInt16BigEndian(message[4..]),
        AnswerCount = BinaryPrimitives.ReadUInt16BigEndian(message[6..]),
        AuthorityCount = BinaryPrimitives.ReadUInt16BigEndian(message[8..]),
        AdditionalCount = BinaryPrimitives.ReadUInt16BigEndian(message[10..]),
    };

    /// <summary>Writes the header over the first twelve octets of <paramref name="message"/>.</summary>
    public void Write(Span<byte> message)
    {
        BinaryPrimitives.WriteUInt16BigEndian(message, Id);
        BinaryPrimitives.WriteUInt16BigEndian(message[2..], Flags);
        BinaryPrimitives.WriteUInt16BigEndian(message[4..], QuestionCount);
        BinaryPrimitives.WriteUInt16BigEndian(message[6..], AnswerCount);
        BinaryPrimitives.WriteUInt16BigEndian(message[8..], AuthorityCount);
        BinaryPrimitives.WriteUInt16BigEndian(message[10..], AdditionalCount);
    }
}
