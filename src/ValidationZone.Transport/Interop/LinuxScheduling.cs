using System.Runtime.InteropServices;

namespace ValidationZone.Transport.Interop;

/// <summary>What Linux is told about when a thread is to run: <c>sched_setattr(2)</c>.</summary>
internal static unsafe partial class LinuxScheduling
{
    /// <summary>The shortest slice that Linux gives, in nanoseconds; its own is a few milliseconds.</summary>
    internal const ulong ShortSlice = 100_000;

    private const int CallingThread = 0;
    private const uint UsualPolicy = 0;

    static LinuxScheduling() => LinuxLibrary.Prepare();

    /// <summary>
    /// Has the calling thread run soon after it wakes, for a short time at once. Its share of the processor stays what
    /// it is.
    /// </summary>
    /// <remarks>
    /// Linux 6.12 and later: among threads with equal shares, the one whose slice ends first runs first. Earlier ones
    /// take the wish and forget it, and a sandbox may refuse it; neither is worth a word to anybody.
    /// </remarks>
    /// <returns>Whether the wish was taken.</returns>
    internal static bool TryRunSoon()
    {
        try
        {
            // Whoever has chosen another policy for us knows better. All that is set besides is what was there.
            if (!TryRead(CallingThread, out SchedulingAttributes attributes) || attributes.Policy != UsualPolicy)
                return false;

            attributes.Size = (uint)sizeof(SchedulingAttributes);
            attributes.Runtime = ShortSlice;

            // SAFETY: the kernel reads as many octets as Size says, during the call only.
            return SystemCall(Numbers().Set, CallingThread, &attributes, 0, 0) == 0;
        }
        catch (DllNotFoundException)
        {
            return false;
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }
    }

    /// <summary>How a thread is scheduled.</summary>
    internal static bool TryRead(int thread, out SchedulingAttributes attributes)
    {
        attributes = default;
        if (Numbers().Get == 0)
            return false;

        // SAFETY: the kernel writes no more octets than it is told there are, during the call only.
        fixed (SchedulingAttributes* to = &attributes)
            return SystemCall(Numbers().Get, thread, to, (nuint)sizeof(SchedulingAttributes), 0) == 0;
    }

    /// <summary>The numbers of the two calls, for which older C libraries have no names; 0 where they are not known.</summary>
    private static (nint Set, nint Get) Numbers() => RuntimeInformation.ProcessArchitecture switch
    {
        _ when !OperatingSystem.IsLinux() => (0, 0),
        Architecture.X64 => (314, 315),
        Architecture.Arm64 => (274, 275),
        _ => (0, 0),
    };

    [LibraryImport(LinuxLibrary.Name, EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(
        nint number, nint thread, SchedulingAttributes* attributes, nuint sizeOrFlags, nuint flags);
}
