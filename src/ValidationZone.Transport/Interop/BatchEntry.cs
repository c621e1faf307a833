using System.Runtime.InteropServices;

namespace ValidationZone.Transport.Interop;

/// <summary>One datagram for the kernel: <c>struct mmsghdr</c> of 64-bit Linux.</summary>
/// <remarks>It holds a <c>struct msghdr</c> with padding of its own, so that the length does not follow the flags.</remarks>
[StructLayout(LayoutKind.Explicit, Size = 64)]
internal unsafe struct BatchEntry
{
    /// <summary>The other end's address.</summary>
    [FieldOffset(0)]
    internal byte* Name;

    /// <summary>Its length in octets: of the room before a receive, of the address after it.</summary>
    [FieldOffset(8)]
    internal uint NameLength;

    /// <summary>Where the octets are.</summary>
    [FieldOffset(16)]
    internal BatchBuffer* Buffers;

    /// <summary>Always 1 here.</summary>
    [FieldOffset(24)]
    internal nuint BufferCount;

    /// <summary>Ancillary data: which of our addresses was asked, and is to answer.</summary>
    [FieldOffset(32)]
    internal byte* Control;

    /// <summary>Its length in octets; 0 for none.</summary>
    [FieldOffset(40)]
    internal nuint ControlLength;

    /// <summary>What the kernel says of the datagram.</summary>
    [FieldOffset(48)]
    internal int Flags;

    /// <summary>How many octets were received or sent.</summary>
    [FieldOffset(56)]
    internal uint Length;
}
