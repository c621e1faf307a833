namespace ValidationZone.Accounts.Audit;

/// <summary>
/// How many refusals of strangers have an entry of their own: some at once, then one a second.
/// </summary>
/// <remarks>Safe for any number of threads.</remarks>
internal sealed class RefusalAllowance(TimeProvider clock)
{
    /// <summary>So many at once.</summary>
    // Enough that each try of a misconfigured client is there, too few for a guesser to fill a disk.
    internal const int Burst = 20;

    private readonly Lock _lock = new();
    private long _filledAt = clock.GetTimestamp();
    private int _left = Burst;
    private long _counted;

    /// <summary>Whether there are some that had no entry.</summary>
    internal bool HasCounted => Volatile.Read(ref _counted) > 0;

    /// <summary>Takes an entry's place, or counts it.</summary>
    /// <param name="isFirst">Whether it is the first one that is only counted.</param>
    internal bool TryTake(out bool isFirst)
    {
        lock (_lock)
        {
            Fill();
            isFirst = _left == 0 && _counted == 0;
            if (_left > 0)
            {
                _left--;
                return true;
            }

            _counted++;
            return false;
        }
    }

    /// <summary>How many were only counted since this was last asked.</summary>
    internal long TakeCounted()
    {
        lock (_lock)
            return Interlocked.Exchange(ref _counted, 0);
    }

    private void Fill()
    {
        int seconds = (int)Math.Min(clock.GetElapsedTime(_filledAt).TotalSeconds, Burst);
        if (seconds == 0)
            return;

        _left = Math.Min(_left + seconds, Burst);
        _filledAt = clock.GetTimestamp();
    }
}
