using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using ValidationZone.Accounts;

namespace ValidationZone.Storage.Sqlite;

/// <summary>
/// The one writer: takes what has come meanwhile, commits it as one transaction, and tells every caller.
/// </summary>
/// <remarks>
/// One thread owns the connection. Forcing a log to the disk takes so much longer than writing to it that a batch of
/// hundreds costs hardly more than one request alone.
/// </remarks>
internal sealed class GroupCommitter : IAsyncDisposable
{
    // Eight batches: at a few milliseconds each, who is let in waits a fraction of a second, and not for a time-out.
    private const int QueueCapacity = 4_096;

    // By then the sync is a small part of the cost, and a longer transaction only makes the first caller wait.
    private const int LargestBatch = 512;

    /// <summary>How often an idle writer looks whether another process has changed something.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(200);

    // Bounded, so that a disk that has stopped costs a bounded amount of memory; who finds it full is told at once.
    private readonly Channel<WriteRequest> _queue = Channel.CreateBounded<WriteRequest>(
        new BoundedChannelOptions(QueueCapacity) { SingleReader = true });

    /// <summary>Holds the lowest revision that was not read yet: what comes later lies above it anyway.</summary>
    private readonly Channel<long> _outsideChanges = Channel.CreateBounded<long>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    // Closing waits for it; its continuation must not run on the writer thread, which is about to end.
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SqliteDatabase _database;
    private readonly RevocationLog _log;
    private readonly TimeProvider _clock;

    // These belong to the writer thread from its start; the outcome is read by others.
    private WriteSession? _session;
    private long _knownRevision;
    private CommitOutcome _lastOutcome;

    /// <summary>Takes over a session and starts the writer thread.</summary>
    internal GroupCommitter(SqliteDatabase database, RevocationLog log, WriteSession session, TimeProvider clock)
    {
        _database = database;
        _log = log;
        _clock = clock;
        _session = session;
        _knownRevision = _session.ReadRevision();
        _lastOutcome = new CommitOutcome(Failure: null, clock.GetTimestamp());

        // In the background: a disk that never answers must not keep the process from ending. A thread and not a task,
        // because it blocks on the disk for as long as it lives.
        new Thread(Run) { Name = "sqlite writer", IsBackground = true }.Start();
    }

    /// <summary>How the last attempt to write ended.</summary>
    // Acquire: pairs with the release in Note.
    internal CommitOutcome LastOutcome => Volatile.Read(ref _lastOutcome);

    /// <summary>Receives a revision above which another process has changed something.</summary>
    internal ChannelReader<long> OutsideChanges => _outsideChanges.Reader;

    public async ValueTask DisposeAsync()
    {
        // What is queued is still committed: callers wait for it.
        _queue.Writer.TryComplete();
        await _ended.Task.ConfigureAwait(false);
    }

    /// <summary>Queues a request; its result comes when it is durable.</summary>
    internal Task<T> WriteAsync<T>(Func<WriteSession, T> work)
    {
        // Never waits for room: a caller that could not be queued is told while its client still listens.
        var write = new PendingWrite<T>(work);
        return _queue.Writer.TryWrite(write)
            ? write.Result
            : Task.FromException<T>(
                new StoreUnavailableException("the store is closed, or too many changes wait for it"));
    }

    /// <summary>The writer thread.</summary>
    private void Run()
    {
        var batch = new List<WriteRequest>(LargestBatch);
        try
        {
            while (WaitForRequests())
            {
                while (batch.Count < LargestBatch && _queue.Reader.TryRead(out WriteRequest? request))
                    batch.Add(request);

                Process(batch);
                batch.Clear();
            }
        }
        finally
        {
            // Closing the last connection moves the log into the database. The end is told after it, so that whoever
            // waited may open or copy the file.
            CloseSession();
            _outsideChanges.Writer.TryComplete();
            _ended.TrySetResult();
        }
    }

    /// <summary>
    /// Waits, and looks for outside changes meanwhile; <see langword="false"/> when no more will come.
    /// </summary>
    private bool WaitForRequests()
    {
        // Under load there is always something, and no object is made for the waiting.
        ValueTask<bool> ready = _queue.Reader.WaitToReadAsync();
        if (ready.IsCompleted)
            return ready.GetAwaiter().GetResult();

        // One task for the whole wait: each further call of the channel would leave a waiter behind in it.
        Task<bool> waiting = ready.AsTask();
        while (!waiting.Wait(LookInterval))
            LookForOutsideChange();

        return waiting.Result;
    }

    /// <summary>Reads the counter while there is nothing to write, which finds it under load in any case.</summary>
    private void LookForOutsideChange()
    {
        // Not silent when it fails: whoever asks whether the store is available is told, and the next look tries again.
        _ = Try(session => NoticeRevision(session.ReadRevision()));
    }

    private void Process(List<WriteRequest> batch)
    {
        Exception? failure = Try(session => CommitTogether(session, batch));

        // Before the callers: one that asks next whether the store works must not hear of an older failure.
        if (failure is null)
            Note(failure: null);

        WriteOutcomes.Tell(batch, failure);
    }

    /// <summary>Does something on the connection; whatever goes wrong there ends here, and never the thread.</summary>
    /// <returns>What went wrong; <see langword="null"/> for nothing.</returns>
    private Exception? Try(Action<WriteSession> step)
    {
        try
        {
            step(OpenSession());
            return null;
        }
        catch (Exception failure)
        {
            // The edge of the writer's loop: without the thread, every later change would wait for ever. Closing rolls
            // back, and a connection that has met a full or failing disk is not trusted again.
            CloseSession();
            Note(failure.Message);
            return failure;
        }
    }

    /// <summary>Makes one transaction of a batch.</summary>
    private void CommitTogether(WriteSession session, List<WriteRequest> batch)
    {
        Begin(session);
        if (!batch.TrueForAll(request => request.TryExecute(session)))
        {
            // Once more, each behind a savepoint. Requests are pure functions of what is stored, so those that had run
            // already come to the same result.
            session.RollBack();
            Begin(session);
            foreach (WriteRequest request in batch)
                ExecuteApart(session, request);
        }

        // A file that somebody has deleted still takes a commit, which is gone with the process.
        if (!_database.Exists)
            throw new StoreUnavailableException("the database file is gone");

        // Everything hangs on this line: nobody has been told anything yet. If it throws although the disk has it all,
        // the counter is found ahead of the one known here, and the change is announced as if it came from outside.
        session.Commit();

        // Between the two, so that nobody is told of a deletion that an older copy of the database would undo. If it
        // throws, the change is done all the same, and announced in the way that was just said.
        _log.Follow(session);
        _knownRevision = session.Revision;
    }

    private void Begin(WriteSession session)
    {
        session.Begin();

        // At each BEGIN: between a rollback and the next one the lock is free, and another process may commit.
        NoticeRevision(session.Revision);
    }

    /// <summary>
    /// Runs a request so that its failure undoes nothing but itself. Costs more, and is hardly ever needed.
    /// </summary>
    private static void ExecuteApart(WriteSession session, WriteRequest request)
    {
        session.SetSavepoint();
        if (request.TryExecute(session))
            session.ReleaseSavepoint();
        else
            session.RollBackToSavepoint();
    }

    /// <summary>Whatever moved the counter since this writer's last commit was someone else.</summary>
    private void NoticeRevision(long revision)
    {
        if (revision == _knownRevision)
            return;

        // If the last announcement was not read yet, its number is lower, and it stays.
        _outsideChanges.Writer.TryWrite(_knownRevision);
        _knownRevision = revision;
    }

    private void Note(string? failure) =>
        Volatile.Write(ref _lastOutcome, new CommitOutcome(failure, _clock.GetTimestamp()));

    /// <summary>The session in use, or a new one when the last was given up.</summary>
    private WriteSession OpenSession()
    {
        if (_session is null)
        {
            _session = new WriteSession(_database.OpenForWriting());

            // What a failed sync has left in the log is read back from the system's cache, and may be nowhere else: the
            // system does not write it again. A commit behind it would be lost with it, so the log goes first.
            // While somebody reads, it stays, and so does the danger: nothing is acknowledged then.
            if (!_session.TryEmptyLog())
                throw new StoreUnavailableException("the log of a failed commit is still being read");
        }

        return _session;
    }

    /// <summary>Gives the connection up, with whatever is open on it; the next batch opens another.</summary>
    private void CloseSession()
    {
        WriteSession? session = _session;

        // Forgotten before it is closed: one that cannot even be closed must not be used again.
        _session = null;
        session?.Dispose();
    }
}
