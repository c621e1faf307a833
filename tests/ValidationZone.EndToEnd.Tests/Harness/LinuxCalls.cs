using System.Runtime.InteropServices;

namespace ValidationZone.EndToEnd.Tests.Harness;

/// <summary>The few system calls the tests need and .NET does not offer.</summary>
internal static class LinuxCalls
{
    public const int SignalHangUp = 1;
    public const int SignalKill = 9;
    public const int SignalTerminate = 15;
    public const int SignalStop = 19;

    // EXT4_IOC_SHUTDOWN, and EXT4_GOING_FLAGS_NOLOGFLUSH: stop at once, without writing the journal out first.
    private const nuint Ext4Shutdown = 0x8004587d;
    private const uint WithoutLogFlush = 2;

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Kill(int processId, int signal);

    [DllImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern uint EffectiveUserId();

    /// <summary>Ends an ext4 file system as a power failure does: what is not on the disk never gets there.</summary>
    public static void CutOffExt4(string mountPoint)
    {
        int descriptor = Open(mountPoint, 0);
        if (descriptor < 0)
            throw new IOException($"cannot open {mountPoint}: errno {Marshal.GetLastPInvokeError()}");
        try
        {
            uint flags = WithoutLogFlush;
            if (IoControl(descriptor, Ext4Shutdown, ref flags) != 0)
                throw new IOException($"cannot shut {mountPoint} down: errno {Marshal.GetLastPInvokeError()}");
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);

    [DllImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int IoControl(int descriptor, nuint request, ref uint argument);
}
