using System.Runtime.InteropServices;

namespace ValidationZone.Transport.Interop;

/// <summary>Octets for the kernel: <c>struct iovec</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct BatchBuffer
{
    internal byte* Start;
    internal nuint Length;
}
