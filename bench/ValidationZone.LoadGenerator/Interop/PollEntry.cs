using System.Runtime.InteropServices;

namespace ValidationZone.LoadGenerator.Interop;

/// <summary>What to wait for: <c>struct pollfd</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollEntry
{
    /// <summary>Something can be read (POLLIN).</summary>
    internal const short Readable = 1;

    internal int Socket;
    internal short Events;
    internal short Result;
}
