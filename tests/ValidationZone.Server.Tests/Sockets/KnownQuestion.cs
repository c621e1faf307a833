using ValidationZone.Tests.Support;

namespace ValidationZone.Server.Tests.Sockets;

/// <summary>A question that is always replied to, with an ID that no other question of the tests has.</summary>
internal static class KnownQuestion
{
    private const ushort Id = 0x600D;

    internal static byte[] Octets => (APacket.Asking(AZone.Apex, "SOA") with { Id = Id }).ToOctets();

    internal static bool IsRepliedToBy(ReadOnlySpan<byte> reply) => reply is [Id >> 8, Id & 0xFF, ..];
}
