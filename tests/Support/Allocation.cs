namespace ValidationZone.Tests.Support;

/// <summary>Measures what the current thread allocates.</summary>
public static class Allocation
{
    private const int Attempts = 20;

    /// <summary>
    /// The least that an action allocates, in bytes, in a few runs. The runtime itself allocates some hundred bytes on a
    /// thread now and then, when it compiles a method anew; what the action allocates, it allocates every time.
    /// </summary>
    public static long Least(Action action)
    {
        long least = long.MaxValue;
        for (int attempt = 0; attempt < Attempts && least > 0; attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
