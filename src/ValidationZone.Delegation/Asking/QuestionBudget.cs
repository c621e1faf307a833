namespace ValidationZone.Delegation.Asking;

/// <summary>What is left of a check's time and questions.</summary>
/// <remarks>Safe from any thread: questions to several servers run side by side.</remarks>
internal sealed class QuestionBudget : IDisposable
{
    private readonly CancellationTokenSource _deadline;
    private readonly int _most;
    private int _taken;
    private volatile bool _wasRefused;

    internal QuestionBudget(CheckLimits limits, TimeProvider time)
    {
        _deadline = new CancellationTokenSource(limits.Budget, time);
        _most = limits.MaxQuestions;
    }

    /// <summary>Cancelled when the time is over.</summary>
    internal CancellationToken Deadline => _deadline.Token;

    /// <summary>How many messages were sent.</summary>
    // Those that were refused have counted on, and were never sent.
    internal int Questions => Math.Min(Volatile.Read(ref _taken), _most);

    /// <summary>Whether something could not be asked, so that the report is not whole.</summary>
    internal bool IsSpent => _wasRefused || _deadline.IsCancellationRequested;

    /// <summary>Takes one message out of the budget.</summary>
    internal bool TryTake()
    {
        // Counted before it is sent: the other way round parallel questions would overrun the limit.
        if (!_deadline.IsCancellationRequested && Interlocked.Increment(ref _taken) <= _most)
            return true;

        _wasRefused = true;
        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => _deadline.Dispose();
}
