namespace ValidationZone.Accounts;

/// <summary>
/// How long a loop waits before it asks a failing store again: from a second, doubling, to half a minute.
/// </summary>
internal sealed class RetryDelay(TimeProvider clock)
{
    // Half a minute at most: so long may a deletion by the operator go unseen after the store has come back.
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private TimeSpan _next = Shortest;

    internal void Reset() => _next = Shortest;

    internal Task WaitAsync(CancellationToken cancellation)
    {
        TimeSpan delay = _next;
        _next = delay * 2 < Longest ? delay * 2 : Longest;
        return Task.Delay(delay, clock, cancellation);
    }
}
