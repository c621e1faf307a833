using System.Buffers.Binary;
using ValidationZone.Wire;

namespace ValidationZone.Benchmarks;

/// <summary>The requests that every benchmark shares.</summary>
internal static class Packets
{
    internal const string Apex = "auth.example.org";
    internal const string RegisteredLabel = "d420c923-bbd7-4056-ab64-c3ca54c9b3cf";
    internal const string Registered = RegisteredLabel + "." + Apex;
    internal const string Watched = "00000001-0000-4000-8000-000000000000." + Apex;
    internal const string Unregistered = "00000000-bbd7-4056-ab64-c3ca54c9b3cf." + Apex;

    /// <summary>The labels of a name before the apex.</summary>
    internal static ReadOnlySpan<byte> LabelsOf(string name) =>
        DomainName.Parse(name).Wire[..^DomainName.Parse(Apex).Wire.Length];

    /// <summary>A question with an EDNS record of size 1232, as resolvers send it.</summary>
    internal static byte[] Question(string name, RecordType type)
    {
        ReadOnlySpan<byte> qname = DomainName.Parse(name).Wire;
        var packet = new byte[MessageHeader.LengthInOctets + qname.Length + 4 + 11];
        new MessageHeader { Id = 0x1234, QuestionCount = 1, AdditionalCount = 1 }.Write(packet);
        qname.CopyTo(packet.AsSpan(MessageHeader.LengthInOctets));

        Span<byte> tail = packet.AsSpan(MessageHeader.LengthInOctets + qname.Length);
        BinaryPrimitives.WriteUInt16BigEndian(tail, (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(tail[2..], (ushort)RecordClass.Internet);
        BinaryPrimitives.WriteUInt16BigEndian(tail[5..], (ushort)RecordType.Opt);
        BinaryPrimitives.WriteUInt16BigEndian(tail[7..], 1232);
        return packet;
    }
}
