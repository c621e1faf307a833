using System.Runtime.InteropServices;

namespace ValidationZone.LoadGenerator.Interop;

/// <summary>Waits until something can be read from one of several descriptors, by <c>epoll(7)</c>; for one thread.</summary>
/// <remarks>Not by poll(2), whose every call looks at all of them.</remarks>
internal sealed unsafe class ReadinessWait : IDisposable
{
    private const long NanosecondsPerMillisecond = 1_000_000;

    // Something can be read (EPOLLIN); one more is waited for (EPOLL_CTL_ADD).
    private const int Readable = 1;
    private const int Add = 1;

    // struct epoll_event, in words: what has come, and behind it eight octets of ours. On x86-64 alone it is packed.
    private static readonly bool IsPacked = RuntimeInformation.ProcessArchitecture == Architecture.X64;
    private static readonly int EntryLength = IsPacked ? 3 : 4;
    private static readonly int PlaceAt = IsPacked ? 1 : 2;

    private readonly int[] _entries;
    private readonly int _most;
    private readonly int _handle;

    /// <summary>Prepares to wait.</summary>
    /// <exception cref="IOException">The system does not let it wait.</exception>
    internal ReadinessWait(IReadOnlyList<int> descriptors)
    {
        _most = descriptors.Count;
        _entries = new int[_most * EntryLength];
        _handle = Check("epoll_create1", LinuxCalls.NewReadiness(0));
        int* entry = stackalloc int[EntryLength];
        for (int place = 0; place < _most; place++)
        {
            entry[0] = Readable;
            entry[PlaceAt] = place;

            // SAFETY: the kernel copies the entry during the call.
            Check("epoll_ctl", LinuxCalls.ControlReadiness(_handle, Add, descriptors[place], entry));
        }
    }

    /// <summary>Waits.</summary>
    /// <returns>How many can be read, or have failed.</returns>
    /// <exception cref="IOException">The system does not let it wait.</exception>
    internal int For(TimeSpan time)
    {
        long nanoseconds = Math.Max(0, (long)time.TotalNanoseconds);
        int milliseconds = (int)(nanoseconds / NanosecondsPerMillisecond);
        if (nanoseconds % NanosecondsPerMillisecond != 0)
        {
            // epoll_wait counts in milliseconds, and a load with a rate needs less.
            Sleep(nanoseconds);
            milliseconds = 0;
        }

        // SAFETY: the kernel writes into the entries during the call only.
        fixed (int* entries = _entries)
            return Check("epoll_wait", LinuxCalls.WaitForReadiness(_handle, entries, _most, milliseconds));
    }

    /// <summary>The place of one of those that the last wait has found.</summary>
    internal int Ready(int at) => _entries[(at * EntryLength) + PlaceAt];

    /// <inheritdoc/>
    public void Dispose() => _ = LinuxCalls.Close(_handle);

    private void Sleep(long nanoseconds)
    {
        var entry = new PollEntry { Socket = _handle, Events = PollEntry.Readable };
        var timeout = new TimeSpec { Nanoseconds = nanoseconds };

        // SAFETY: the kernel writes into the entry during the call only.
        Check("ppoll", LinuxCalls.Poll(&entry, 1, &timeout, 0));
    }

    private static int Check(string call, int result)
    {
        int error = result < 0 ? Marshal.GetLastPInvokeError() : 0;
        return error is 0 or LinuxCalls.Interrupted
            ? Math.Max(result, 0)
            : throw new IOException($"{call}: {Marshal.GetPInvokeErrorMessage(error)}");
    }
}
