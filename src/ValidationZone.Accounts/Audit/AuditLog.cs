using System.Threading.Channels;

namespace ValidationZone.Accounts.Audit;

/// <summary>Keeps audit entries: JSON lines in a folder, a file a day, to which lines are only added.</summary>
/// <remarks>
/// Whoever records never waits and never fails: entries go through a bounded queue, and those that find no place are
/// counted. Safe for any number of threads; several processes may write to one folder.
/// </remarks>
public sealed class AuditLog : IAsyncDisposable
{
    /// <summary>How many entries wait at most.</summary>
    internal const int Capacity = 16_384;

    // Entries that come within it are written at once; nobody who asks for the audit would notice it.
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(50);

    private readonly Channel<AuditEntry> _queue = Channel.CreateBounded<AuditEntry>(Capacity);
    private readonly AutoResetEvent _wake = new(initialState: false);
    private readonly Lock _working = new();
    private readonly AuditWriter _writer;
    private readonly RefusalAllowance _refusals;
    private readonly TimeProvider _clock;
    private Task _loop = Task.CompletedTask;
    private volatile bool _isStopping;
    private int _isAsleep;
    private long _dropped;

    /// <summary>Makes a log; folder and files are made when there is something to write.</summary>
    /// <param name="folder">Where the files are; made with mode 0700, its files with mode 0600.</param>
    /// <param name="retentionDays">For how many days files are kept; 0 keeps them for ever.</param>
    /// <param name="clock">The time.</param>
    /// <param name="isGuest">
    /// Whether this is a command beside a server: files that it makes must not shut out a server of another user.
    /// </param>
    public AuditLog(string folder, int retentionDays, TimeProvider clock, bool isGuest = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(clock);
        _clock = clock;
        _refusals = new RefusalAllowance(clock);
        _writer = new AuditWriter(new AuditFiles(folder, isGuest), retentionDays, _queue.Reader, _refusals, clock);
    }

    /// <summary>How many entries were lost since the start.</summary>
    public long DroppedCount => Interlocked.Read(ref _dropped);

    /// <summary>How many entries wait to be written.</summary>
    internal int WaitingCount => _queue.Reader.Count;

    /// <summary>Why entries cannot be written; <see langword="null"/> while they can.</summary>
    public string? LastFailure => _writer.Failure;

    /// <summary>Keeps an entry; never waits, never throws.</summary>
    public void Record(in AuditEntry entry)
    {
        // Before the queue, so that a flood of guesses takes no places from what was done.
        if (entry.IsRefusalOfStranger && !_refusals.TryTake(out bool isFirst))
        {
            // From the first one on, a count is due: the writer has to set itself a time.
            if (isFirst)
                WakeUp();

            return;
        }

        if (!_queue.Writer.TryWrite(entry))
            Interlocked.Increment(ref _dropped);
        // Not with the next batch: what operators do goes to the disk at once.
        else if (entry.Actor.IsOperator)
            _wake.Set();
        else
            WakeUp();
    }

    /// <summary>Writes what is recorded, until cancelled, on a thread of its own.</summary>
    /// <remarks>Without it, everything is written when the log is disposed of.</remarks>
    public Task RunAsync(CancellationToken cancellation)
    {
        // Its own thread: a disk that is slow to flush must not hold up one that requests need.
        _loop = Task.Factory.StartNew(
            () => Run(cancellation), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return _loop;
    }

    /// <summary>Writes what is left; what cannot be written is counted as lost.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isStopping)
            return;

        _isStopping = true;
        _wake.Set();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // Before the last write: what comes later is counted as lost, and does not wait for nobody.
        _queue.Writer.TryComplete();
        lock (_working)
            Interlocked.Add(ref _dropped, _writer.Finish(DroppedCount));

        _wake.Dispose();
    }

    private void Run(CancellationToken cancellation)
    {
        using ITimer alarm = _clock.CreateTimer(
            _ => _wake.Set(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        using CancellationTokenRegistration end = cancellation.Register(() => _wake.Set());
        while (!cancellation.IsCancellationRequested && !_isStopping)
        {
            TimeSpan wait;
            lock (_working)
                wait = _writer.Work(DroppedCount);

            // While entries come, they do not have to wake anybody: that would cost them more than all the rest.
            if (!_wake.WaitOne(Gathering))
                Sleep(alarm, wait);
        }
    }

    private void Sleep(ITimer alarm, TimeSpan wait)
    {
        // Nothing that is recorded helps while the disk refuses.
        if (LastFailure is null)
        {
            // Before the look at queue and count: whoever comes after it sees it (in WakeUp), whoever came before is
            // seen.
            Interlocked.Exchange(ref _isAsleep, 1);
            if (_queue.Reader.TryPeek(out _) || _writer.IsCountUnplanned)
            {
                Volatile.Write(ref _isAsleep, 0);
                return;
            }
        }

        alarm.Change(wait, Timeout.InfiniteTimeSpan);
        _wake.WaitOne();
        Volatile.Write(ref _isAsleep, 0);
    }

    private void WakeUp()
    {
        // Pairs with the exchange in Sleep: the entry is in the queue before this looks who sleeps.
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _isAsleep) != 0 && Interlocked.Exchange(ref _isAsleep, 0) != 0)
            _wake.Set();
    }
}
