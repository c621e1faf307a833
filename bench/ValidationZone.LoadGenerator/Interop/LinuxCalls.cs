using System.Runtime.InteropServices;

namespace ValidationZone.LoadGenerator.Interop;

/// <summary>
/// The system calls that take and send many datagrams at a time, and the one that waits for less than 1 ms.
/// </summary>
internal static unsafe partial class LinuxCalls
{
    internal const int Interrupted = 4;
    internal const int TryAgain = 11;
    internal const int ConnectionRefused = 111;

    /// <summary>Do not wait (MSG_DONTWAIT).</summary>
    internal const int DoNotWait = 0x40;

    /// <summary>Wait for the first datagram only (MSG_WAITFORONE).</summary>
    internal const int WaitForOne = 0x10000;

    /// <summary>recvmmsg(2).</summary>
    [LibraryImport("libc", EntryPoint = "recvmmsg", SetLastError = true)]
    internal static partial int ReceiveMany(int socket, MessageEntry* entries, uint count, int flags, nint timeout);

    /// <summary>sendmmsg(2).</summary>
    [LibraryImport("libc", EntryPoint = "sendmmsg", SetLastError = true)]
    internal static partial int SendMany(int socket, MessageEntry* entries, uint count, int flags);

    /// <summary>ppoll(2).</summary>
    [LibraryImport("libc", EntryPoint = "ppoll", SetLastError = true)]
    internal static partial int Poll(PollEntry* entries, nuint count, TimeSpec* timeout, nint signals);

    /// <summary>epoll_create1(2).</summary>
    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    internal static partial int NewReadiness(int flags);

    /// <summary>epoll_ctl(2).</summary>
    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    internal static partial int ControlReadiness(int readiness, int operation, int descriptor, int* entry);

    /// <summary>epoll_wait(2).</summary>
    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    internal static partial int WaitForReadiness(int readiness, int* entries, int count, int milliseconds);

    /// <summary>close(2).</summary>
    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    internal static partial int Close(int descriptor);
}
