namespace ValidationZone.Server.Api.V1;

/// <summary>How often each token may have a domain checked, and how many checks may run at once.</summary>
/// <remarks>Safe for any number of threads. One entry for each token that has ever asked.</remarks>
internal sealed class CheckAllowance(TimeProvider clock)
{
    /// <summary>The most checks of one token within <see cref="Period"/>.</summary>
    internal const int MostInPeriod = 6;

    // Each check may send some hundred questions to servers of a stranger's choice.
    private const int MostAtOnce = 2;

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, Queue<long>> _begun = [];
    private int _running;

    /// <summary>The time in which checks are counted.</summary>
    internal static TimeSpan Period { get; } = TimeSpan.FromMinutes(1);

    /// <summary>Lets a check begin, or says after how many seconds to ask again.</summary>
    internal bool TryBegin(Guid token, out int retryAfterSeconds)
    {
        lock (_lock)
        {
            Queue<long> begun = BegunBy(token);
            TimeSpan wait = begun.Count < MostInPeriod
                ? TimeSpan.Zero
                : Period - clock.GetElapsedTime(begun.Peek());
            // Who is refused because others are at work has no wait of its own, and must not be told 0.
            retryAfterSeconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
            if (begun.Count >= MostInPeriod || _running >= MostAtOnce)
                // Not counted: a client that comes too early would else never be let in.
                return false;

            begun.Enqueue(clock.GetTimestamp());
            _running++;
            return true;
        }
    }

    /// <summary>Says that a check has ended.</summary>
    internal void End()
    {
        lock (_lock)
            _running--;
    }

    private Queue<long> BegunBy(Guid token)
    {
        if (!_begun.TryGetValue(token, out Queue<long>? begun))
            _begun[token] = begun = new Queue<long>(MostInPeriod);

        while (begun.TryPeek(out long oldest) && clock.GetElapsedTime(oldest) >= Period)
            begun.Dequeue();

        return begun;
    }
}
