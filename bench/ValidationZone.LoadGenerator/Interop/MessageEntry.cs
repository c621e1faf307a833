using System.Runtime.InteropServices;

namespace ValidationZone.LoadGenerator.Interop;

/// <summary>One datagram for the kernel: <c>struct mmsghdr</c> of 64-bit Linux, on a connected socket.</summary>
[StructLayout(LayoutKind.Explicit, Size = 64)]
internal unsafe struct MessageEntry
{
    [FieldOffset(16)]
    internal MessageBuffer* Buffers;

    [FieldOffset(24)]
    internal nuint BufferCount;

    [FieldOffset(56)]
    internal uint Length;
}
