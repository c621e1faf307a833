using System.Runtime.InteropServices;

namespace ValidationZone.LoadGenerator.Interop;

/// <summary>Waits until something can be read from one of several descriptors; for one thread.</summary>
internal sealed unsafe class ReadinessWait
{
    private readonly PollEntry[] _entries;

    /// <summary>Prepares to wait.</summary>
    internal ReadinessWait(IReadOnlyList<int> descriptors) =>
        _entries = [.. descriptors.Select(one => new PollEntry { Socket = one, Events = PollEntry.Readable })];

    /// <summary>Waits.</summary>
    /// <returns>How many can be read, or have failed.</returns>
    /// <exception cref="IOException">The system does not let it wait.</exception>
    internal int For(TimeSpan time)
    {
        var timeout = new TimeSpec { Nanoseconds = Math.Max(0, (long)time.TotalNanoseconds) };
        int count;

        // SAFETY: the kernel writes into the entries during the call only.
        fixed (PollEntry* entries = _entries)
            count = LinuxCalls.Poll(entries, (nuint)_entries.Length, &timeout, 0);

        int error = count < 0 ? Marshal.GetLastPInvokeError() : 0;
        return error is 0 or LinuxCalls.Interrupted
            ? Math.Max(count, 0)
            : throw new IOException($"ppoll: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    /// <summary>Which of them can be read since the last wait, by their places.</summary>
    internal IEnumerable<int> Ready()
    {
        for (int at = 0; at < _entries.Length; at++)
        {
            if (_entries[at].Result != 0)
                yield return at;
        }
    }
}
