using System.Reflection;
using System.Runtime.InteropServices;

namespace ValidationZone.Transport.Interop;

/// <summary>The C library of Linux, under the names that it has in practice.</summary>
internal static class LinuxLibrary
{
    /// <summary>What it is called in declarations.</summary>
    internal const string Name = "libc";

    // glibc's own name, since plain "libc.so" is a linker script where development files are installed; then musl's.
    private static readonly string[] Names =
        ["libc.so.6", $"libc.musl-{MuslArchitecture()}.so.1", $"ld-musl-{MuslArchitecture()}.so.1"];

    static LinuxLibrary() => NativeLibrary.SetDllImportResolver(typeof(LinuxLibrary).Assembly, Resolve);

    /// <summary>Has it found by its names; to be called before the first call into it.</summary>
    internal static void Prepare()
    {
        // What there is to do, the constructor has done, and only once: a second resolver would be refused.
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? search)
    {
        if (name != Name)
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
