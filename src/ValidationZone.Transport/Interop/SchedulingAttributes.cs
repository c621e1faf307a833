using System.Runtime.InteropServices;

namespace ValidationZone.Transport.Interop;

/// <summary>How a thread is scheduled: <c>struct sched_attr</c>, in its first form of 48 octets.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SchedulingAttributes
{
    /// <summary>How many octets this has.</summary>
    internal uint Size;

    /// <summary>The scheduling policy; 0 is the usual one.</summary>
    internal uint Policy;

    /// <summary>What is not to be changed, and other wishes.</summary>
    internal ulong Flags;

    /// <summary>The share of the processor, from -20 for the largest to 19.</summary>
    internal int Nice;

    /// <summary>The priority among real-time threads.</summary>
    internal uint Priority;

    /// <summary>For the usual policy, how long it runs at once, in nanoseconds.</summary>
    internal ulong Runtime;

    /// <summary>For deadline scheduling only.</summary>
    internal ulong Deadline;

    /// <summary>For deadline scheduling only.</summary>
    internal ulong Period;
}
