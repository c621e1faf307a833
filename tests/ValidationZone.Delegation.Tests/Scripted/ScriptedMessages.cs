namespace ValidationZone.Delegation.Tests.Scripted;

/// <summary>What a server sends: any number of datagrams, or octets on a stream.</summary>
internal sealed record ScriptedMessages(IReadOnlyList<byte[]> Datagrams, byte[] Stream)
{
    private const int MostOctetsOfDatagram = 1232;

    public static ScriptedMessages Silence { get; } = new([], []);

    public static implicit operator ScriptedMessages(ScriptedReply reply)
    {
        byte[] octets = reply.ToOctets();
        ScriptedReply cut = reply with
        {
            FlagBits = reply.FlagBits | 0x0200, Answer = [], Authority = [], Additional = [],
        };
        return new ScriptedMessages(
            [octets.Length > MostOctetsOfDatagram ? cut.ToOctets() : octets], Framed(octets));
    }

    public static ScriptedMessages Raw(params byte[][] messages) =>
        new(messages, messages.Length == 0 ? [] : Framed(messages[0]));

    private static byte[] Framed(byte[] octets) =>
        octets.Length > ushort.MaxValue ? [255, 255, .. octets[..ushort.MaxValue]]
            : [.. ScriptedRecord.Number(octets.Length), .. octets];
}
