using System.Buffers;
using System.Threading.Channels;

namespace ValidationZone.Accounts.Audit;

/// <summary>Takes entries from the queue and writes them, many at a time. One thread at a time uses it.</summary>
internal sealed class AuditWriter(
    AuditFiles files, int retentionDays, ChannelReader<AuditEntry> queue, RefusalAllowance refusals, TimeProvider clock)
{
    private const int BatchInOctets = 64 * 1024;
    // A flush for each batch would be twenty a second. So much may a loss of power take of what clients did.
    private static readonly TimeSpan SyncPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CountPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan TidyPause = TimeSpan.FromHours(1);
    private static readonly TimeSpan ShortestRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(30);

    private readonly ArrayBufferWriter<byte> _lines = new();
    private DateTimeOffset _workedAt;
    private DateOnly _day;
    private int _lineCount;
    private bool _isForced;
    private bool _isLast;
    private DateOnly? _unsynced;
    private DateTimeOffset _syncDue;
    private DateTimeOffset _countDue = DateTimeOffset.MaxValue;
    private DateTimeOffset _tidyDue;
    private DateTimeOffset _retryDue;
    private TimeSpan _retry = ShortestRetry;
    private long _droppedTold;
    private string? _failure;

    /// <summary>Why nothing can be written; <see langword="null"/> while it can.</summary>
    internal string? Failure => Volatile.Read(ref _failure);

    /// <summary>Whether something was only counted, and no time is set for telling it.</summary>
    internal bool IsCountUnplanned => refusals.HasCounted && _countDue == DateTimeOffset.MaxValue;

    /// <summary>Writes what there is, and does what is due.</summary>
    /// <param name="dropped">How many entries found no place in the queue since the start.</param>
    /// <returns>How long until something is due again.</returns>
    internal TimeSpan Work(long dropped)
    {
        DateTimeOffset now = clock.GetUtcNow();
        if (now < _workedAt)
            BringForward(now);

        _workedAt = now;
        if (Failure is null || now >= _retryDue)
            Try(() => WriteAll(now, dropped));

        return NextDue() - now is { Ticks: > 0 } wait ? wait : TimeSpan.Zero;
    }

    /// <summary>Writes what there is, for the last time.</summary>
    /// <returns>How many entries could not be written.</returns>
    internal int Finish(long dropped)
    {
        // What was only counted is told now or never.
        _countDue = DateTimeOffset.MinValue;
        _isLast = true;
        Try(() =>
        {
            WriteEntries(clock.GetUtcNow(), dropped);
            Sync();
        });
        return _lineCount + queue.Count;
    }

    /// <summary>Makes due now what was to be later: of a clock that was set back, that could be in years.</summary>
    private void BringForward(DateTimeOffset now)
    {
        (_syncDue, _tidyDue, _retryDue) = (now, now, now);
        if (_countDue != DateTimeOffset.MaxValue)
            _countDue = now;
    }

    private void WriteAll(DateTimeOffset now, long dropped)
    {
        WriteEntries(now, dropped);
        if (_unsynced is not null && (_isForced || now >= _syncDue))
            Sync();

        if (now >= _tidyDue)
            Tidy(now);
    }

    private void WriteEntries(DateTimeOffset now, long dropped)
    {
        AddCounts(now, dropped);
        do
        {
            Fill();
            Append();
        }
        while (queue.TryPeek(out _));
    }

    /// <summary>Tells how many entries are missing, once there is a file to tell it to.</summary>
    private void AddCounts(DateTimeOffset now, long dropped)
    {
        // A batch that could not be written comes first; its lines hold the counts of their time.
        Append();
        if (dropped > _droppedTold)
            Add(NewCount(now, AuditAction.EntriesDropped, dropped - _droppedTold));

        _droppedTold = dropped;
        if (!refusals.HasCounted)
            return;

        if (_countDue == DateTimeOffset.MaxValue)
            _countDue = now + CountPause;
        else if (now >= _countDue)
            AddRefusals(now);
    }

    private void AddRefusals(DateTimeOffset now)
    {
        _countDue = DateTimeOffset.MaxValue;
        Add(NewCount(now, AuditAction.RefusalsCounted, refusals.TakeCounted()));
    }

    private static AuditEntry NewCount(DateTimeOffset now, AuditAction action, long count) => new()
    {
        At = now,
        Actor = AuditActor.Server,
        Action = action,
        Outcome = AuditOutcome.Done,
        Count = count,
    };

    private void Fill()
    {
        while (_lines.WrittenCount < BatchInOctets && queue.TryPeek(out AuditEntry next))
        {
            // Another day, another file.
            if (_lineCount > 0 && DayOf(next) != _day)
                return;

            queue.TryRead(out next);
            Add(next);
        }
    }

    private void Add(in AuditEntry entry)
    {
        _day = DayOf(entry);
        AuditJson.WriteLine(_lines, entry);
        _lineCount++;
        _isForced |= entry.Actor.IsOperator;
    }

    private void Append()
    {
        if (_lineCount == 0)
            return;

        // Only one day is remembered as not flushed, and this would put another in its place.
        if (_unsynced is { } before && before != _day)
            Sync();

        files.Append(_day, _lines.WrittenSpan, _isLast);
        _unsynced = _day;
        _lines.ResetWrittenCount();
        _lineCount = 0;
    }

    private void Sync()
    {
        if (_unsynced is not { } day)
            return;

        files.Sync(day);
        _unsynced = null;
        _isForced = false;
        _syncDue = clock.GetUtcNow() + SyncPause;
    }

    private void Tidy(DateTimeOffset now)
    {
        // Before anything is to be written: a folder that a command of root makes would be closed to the server.
        files.CreateFolder();
        if (retentionDays > 0)
            files.DeleteBefore(DateOnly.FromDateTime(now.UtcDateTime).AddDays(-retentionDays));

        _tidyDue = now + TidyPause;
    }

    private void Try(Action work)
    {
        string? failure = null;
        try
        {
            work();
        }
        catch (IOException e)
        {
            failure = e.Message;
        }
        catch (UnauthorizedAccessException e)
        {
            failure = e.Message;
        }

        _retry = failure is null ? ShortestRetry : _retry;
        if (failure is not null)
        {
            // What was formatted stays where it is, and the queue fills up behind it.
            _retryDue = clock.GetUtcNow() + _retry;
            _retry = _retry * 2 < LongestRetry ? _retry * 2 : LongestRetry;
        }

        Volatile.Write(ref _failure, failure);
    }

    private DateTimeOffset NextDue()
    {
        if (Failure is not null)
            return _retryDue;

        DateTimeOffset next = _countDue < _tidyDue ? _countDue : _tidyDue;
        return _unsynced is not null && _syncDue < next ? _syncDue : next;
    }

    private static DateOnly DayOf(in AuditEntry entry) => DateOnly.FromDateTime(entry.At.UtcDateTime);
}
