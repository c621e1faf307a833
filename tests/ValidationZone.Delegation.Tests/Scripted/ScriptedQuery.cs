using System.Buffers.Binary;
using ValidationZone.Tests.Support;

namespace ValidationZone.Delegation.Tests.Scripted;

/// <summary>A question as a server received it.</summary>
internal sealed record ScriptedQuery(ushort Id, ushort Flags, string Name, string Type, byte[] Question, bool IsStream)
{
    private const int HeaderLength = 12;

    public bool WantsRecursion => (Flags & 0x0100) != 0;

    public bool IsUnchecked => (Flags & 0x0010) != 0;

    public bool HasEdns { get; private init; }

    public static ScriptedQuery Parse(ReadOnlySpan<byte> message, bool isStream)
    {
        int at = HeaderLength;
        string name = WireName.Read(message, ref at).ToLowerInvariant();
        int type = BinaryPrimitives.ReadUInt16BigEndian(message[at..]);
        return new ScriptedQuery(
            BinaryPrimitives.ReadUInt16BigEndian(message),
            BinaryPrimitives.ReadUInt16BigEndian(message[2..]),
            name,
            DnsMnemonics.TypeWord(type),
            message[HeaderLength..(at + 4)].ToArray(),
            isStream)
        {
            HasEdns = message[11] > 0,
        };
    }
}
