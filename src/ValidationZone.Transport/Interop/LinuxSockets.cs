using System.Runtime.InteropServices;

namespace ValidationZone.Transport.Interop;

/// <summary>The system calls of Linux that take and send many datagrams at a time: the only P/Invoke there is.</summary>
internal static unsafe partial class LinuxSockets
{
    internal const int Interrupted = 4;
    internal const int BadDescriptor = 9;
    internal const int TryAgain = 11;

    /// <summary>Wait for the first datagram only, then take what is there (MSG_WAITFORONE).</summary>
    internal const int WaitForOne = 0x10000;

    /// <summary>Do not wait at all (MSG_DONTWAIT).</summary>
    internal const int DoNotWait = 0x40;

    private const string Libc = "libc";

    // glibc's own name, since plain "libc.so" is a linker script where development files are installed; then musl's.
    private static readonly string[] Names =
        ["libc.so.6", $"libc.musl-{MuslArchitecture()}.so.1", $"ld-musl-{MuslArchitecture()}.so.1"];

    static LinuxSockets() => NativeLibrary.SetDllImportResolver(typeof(LinuxSockets).Assembly, Resolve);

    /// <summary>Whether this process may use these calls.</summary>
    internal static bool IsAvailable()
    {
        // The structures below are those of 64-bit Linux.
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess || !BitConverter.IsLittleEndian)
            return false;

        try
        {
            // A sandbox that knows neither call answers otherwise than with "bad descriptor".
            return IsRefusedForItsDescriptor(ReceiveMany(-1, null, 0, 0, 0)) && IsRefusedForItsDescriptor(SendMany(-1, null, 0, 0));
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

    /// <summary>recvmmsg(2).</summary>
    /// <returns>How many entries were filled; negative when the call failed and errno says why.</returns>
    [LibraryImport(Libc, EntryPoint = "recvmmsg", SetLastError = true)]
    internal static partial int ReceiveMany(int socket, BatchEntry* entries, uint count, int flags, nint timeout);

    /// <summary>sendmmsg(2).</summary>
    /// <returns>How many entries were sent; negative when the first of them failed and errno says why.</returns>
    [LibraryImport(Libc, EntryPoint = "sendmmsg", SetLastError = true)]
    internal static partial int SendMany(int socket, BatchEntry* entries, uint count, int flags);

    private static bool IsRefusedForItsDescriptor(int result) =>
        result < 0 && Marshal.GetLastPInvokeError() == BadDescriptor;

    private static nint Resolve(string name, System.Reflection.Assembly assembly, DllImportSearchPath? search)
    {
        if (name != Libc)
            return 0;

        foreach (string candidate in Names)
        {
            if (NativeLibrary.TryLoad(candidate, out nint library))
                return library;
        }

        // 0 leaves it to the runtime's own rules.
        return 0;
    }

    private static string MuslArchitecture() =>
        RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "aarch64" : "x86_64";
}
