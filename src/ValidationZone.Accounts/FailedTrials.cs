namespace ValidationZone.Accounts;

/// <summary>Which wrong keys were tried of late, and how often for each username; bounded, for any thread.</summary>
internal sealed class FailedTrials(TimeProvider clock)
{
    /// <summary>How many wrong keys are remembered.</summary>
    // Each has cost a bcrypt and a pause as long, so that these are minutes of a flood.
    internal const int MaxRemembered = 4096;

    /// <summary>How many different wrong keys a username may have in each window.</summary>
    internal const int PerWindow = 10;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly HashSet<UInt128> _marks = [];
    private readonly Queue<UInt128> _oldestFirst = [];
    private readonly Dictionary<Guid, (long Start, int Count)> _windows = [];

    /// <summary>Whether this key was wrong for this username before.</summary>
    internal bool Holds(UInt128 mark)
    {
        lock (_lock)
            return _marks.Contains(mark);
    }

    /// <summary>Whether a username has had as many wrong keys as it may have for now.</summary>
    internal bool IsSpent(Guid username)
    {
        lock (_lock)
            return _windows.TryGetValue(username, out (long Start, int Count) window)
                && window.Count >= PerWindow && !IsOver(window.Start);
    }

    internal void Add(Guid username, UInt128 mark)
    {
        lock (_lock)
        {
            if (_marks.Add(mark))
                _oldestFirst.Enqueue(mark);

            if (_oldestFirst.Count > MaxRemembered)
                _marks.Remove(_oldestFirst.Dequeue());

            // Some tens are added a second at most, each after a bcrypt, so what a minute leaves here is small.
            foreach ((Guid other, (long begun, _)) in _windows)
            {
                if (IsOver(begun))
                    _windows.Remove(other);
            }

            (long start, int count) = _windows.GetValueOrDefault(username, (clock.GetTimestamp(), 0));
            _windows[username] = (start, count + 1);
        }
    }

    private bool IsOver(long start) => clock.GetElapsedTime(start) >= Window;
}
