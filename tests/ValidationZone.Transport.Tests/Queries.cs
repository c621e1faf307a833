using System.Buffers.Binary;
using ValidationZone.Wire;

namespace ValidationZone.Transport.Tests;

/// <summary>Requests as octets, and the few fields of a reply that transport tests look at.</summary>
internal static class Queries
{
    internal const byte ServFail = 2;
    internal const byte FormErr = 1;

    /// <summary>One question without EDNS.</summary>
    internal static byte[] Ask(ushort id, string qname = "auth.example.net", RecordType qtype = RecordType.Soa)
    {
        byte[] message =
        [
            0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0,
            .. DomainName.Parse(qname).Wire,
            (byte)((ushort)qtype >> 8), (byte)qtype, 0, (byte)RecordClass.Internet,
        ];
        BinaryPrimitives.WriteUInt16BigEndian(message, id);
        return message;
    }

    /// <summary>A message that is itself a response, and so gets none.</summary>
    internal static byte[] Response(ushort id)
    {
        byte[] message = Ask(id);
        message[2] |= 0x80;
        return message;
    }

    /// <summary>The messages as a stream carries them.</summary>
    internal static byte[] Framed(params IEnumerable<byte[]> messages) =>
        [.. messages.SelectMany(message => (byte[])[(byte)(message.Length >> 8), (byte)message.Length, .. message])];

    internal static ushort Id(ReadOnlySpan<byte> reply) => BinaryPrimitives.ReadUInt16BigEndian(reply);

    internal static int Rcode(ReadOnlySpan<byte> reply) => reply[3] & 0xF;

    internal static int AnswerCount(ReadOnlySpan<byte> reply) => BinaryPrimitives.ReadUInt16BigEndian(reply[6..]);
}
